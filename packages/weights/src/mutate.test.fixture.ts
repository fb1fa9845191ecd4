/** Changes to files that know their structure: what stands inside an archive is changed and packed again, so that its checksums hold. */
import { randomGenerator } from "./random.test.fixture.js";
import { MemoryBudget } from "./memory/budget.js";
import { archiveOf } from "./archive.test.fixture.js";
import { readZip } from "./zip.js";

type Named = [name: string, content: Uint8Array];

/** Archives that were taken apart before. */
const known = new WeakMap<Uint8Array, readonly Named[]>();

type Random = (below: number) => number;

/** Bytes that mean something: counts at their limits, instructions of pickles, signatures. */
const TELLING = [
  0,
  1,
  2,
  3,
  0x7f,
  0x80,
  0xfe,
  0xff,
  ..."(}]).0RQbtuehqrjcXKMJaslN{'\u0081\u0085\u0093\u0094".split("").map((each) => each.charCodeAt(0)),
];

/** The same change for the same run. */
export async function mutate(bytes: Uint8Array, run: number): Promise<Uint8Array> {
  const random = randomGenerator(run);
  const isArchive = bytes[0] === 0x50;
  if (!isArchive || random(3) === 0) return changed(bytes, random);
  const entries = known.get(bytes) ?? (await contentsOf(bytes));
  known.set(bytes, entries);
  const chosen = random(entries.length);
  const contents = entries.map(([name, content], index): Named => {
    const isPickle = name.endsWith(".pkl") && random(2) === 0;
    return [name, index === chosen || isPickle ? changed(content, random) : content];
  });
  if (random(8) === 0) contents.splice(random(contents.length), 1);
  return archiveOf(Object.fromEntries(contents), { deflate: random(3) === 0 });
}

async function contentsOf(bytes: Uint8Array): Promise<readonly Named[]> {
  const budget = new MemoryBudget(bytes.length);
  return [...(await readZip(bytes))].map(([name, { read }]) => [name, read(budget)]);
}

function changed(bytes: Uint8Array, random: Random): Uint8Array {
  let changing: Uint8Array = bytes.slice();
  for (let times = 1 + random(4); times > 0; times -= 1) changing = changedOnce(changing, random);
  return changing;
}

function changedOnce(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random(bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const telling = Uint8Array.from({ length: 1 + random(4) }, () => TELLING[random(TELLING.length)]!);
  const from = random(bytes.length + 1);
  const piece = bytes.subarray(from, from + random(32));
  const choices: readonly (readonly Uint8Array[])[] = [
    [before, telling, after.subarray(telling.length)],
    [before, telling, after],
    [before, after.subarray(1 + random(8))],
    [before, piece, after],
    [before, piece, after.subarray(piece.length)],
    [before, Uint8Array.of(random(256)), after.subarray(1)],
    [before, Uint8Array.of((bytes[at] ?? 0) ^ (1 << random(8))), after.subarray(1)],
    random(4) === 0 ? [before] : [bytes],
  ];
  return new Uint8Array(Buffer.concat(choices[random(choices.length)]!));
}
