/** Changed and cut files of pictures and labels: read, or refused in this project's words. `pnpm fuzz` tries many more. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LinknetError } from "@linknet-kit/base";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { seededUniform } from "@linknet-kit/core/tensors";
import { CMYK, PROFILED, turnedJpeg } from "./pictures/jpeg.test.fixture.js";
import { readPicture } from "./pictures/readPicture.js";
import { encodeNumberMap, encodePicture } from "./png/encodePng.js";
import { readNumberMap } from "./png/readPng.js";
import { pngOf } from "./png/writePng.test.fixture.js";

const RUNS = Number(process.env["LINKNET_FUZZ"] ?? 300);
const FIRST = Number(process.env["LINKNET_FUZZ_FROM"] ?? 0);
/** Of pictures that may be 8192x8192. */
const MOST_MEMORY = 2 ** 31;

const noise = (count: number) => Uint8Array.from({ length: count }, (_, at) => (at * at * 7 + 13 * at) & 255);
const size = { width: 20, height: 13 };
const files = [
  turnedJpeg(6),
  CMYK,
  PROFILED,
  encodePicture(size, noise(3 * 260), "test"),
  encodeNumberMap(size, noise(260), "test"),
  encodeNumberMap(size, new Uint16Array(noise(520).buffer), "test"),
  pngOf({ width: 9, height: 1, kind: 3, depth: 4, rows: [0, 1, 2, 3, 4, 0], palette: [...noise(48)] }),
  pngOf({ width: 2, height: 1, depth: 2, isInterlaced: true, rows: [0, 64, 0, 0] }),
  pngOf({
    width: 1,
    height: 1,
    rows: [0, 5],
    others: [{ type: "iCCP", data: Buffer.concat([Buffer.from("p\0\0"), deflateSync(noise(300))]) }],
  }),
];

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await makeTemporaryFolder("hostile");
});
afterAll(async () => {
  await folder.remove();
});

/** A few bytes, bits or ends that are others, or pieces of another file. */
function mutate(original: Uint8Array, uniform: () => number): Uint8Array {
  const below = (count: number): number => (uniform() >>> 0) % count;
  let bytes = Uint8Array.from(original);
  for (let change = below(4); change >= 0; change -= 1) {
    const at = below(bytes.length);
    const kind = below(7);
    if (kind === 0) bytes[at] = below(256);
    else if (kind === 1) bytes[at]! ^= 1 << below(8);
    else if (kind === 2) bytes = bytes.slice(0, at + 1);
    else if (kind === 3) bytes.fill(255, at, at + 1 + below(4));
    else if (kind === 4) bytes.set([0, 0, 32, 0].slice(0, bytes.length - at), at);
    else if (kind === 5) bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(below(at + 1))]);
    else {
      const other = files[below(files.length)]!;
      bytes = Uint8Array.from([...bytes.subarray(0, at), ...other.subarray(below(other.length))]);
    }
  }
  return below(2) === 0 ? bytes : withRightSums(bytes);
}

/** So that changes of a PNG get past its sums. */
function withRightSums(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer);
  for (let start = 8; start + 12 <= bytes.length; ) {
    const end = start + 8 + view.getUint32(start);
    if (end + 4 > bytes.length) break;
    view.setUint32(end, crc32(bytes.subarray(start + 4, end)));
    start = end + 4;
  }
  return bytes;
}

/** What it has, checked to be all that its sizes say; else the code of the refusal. */
async function outcome(read: () => Promise<{ width: number; height: number; pixels: number }>): Promise<string> {
  try {
    const { width, height, pixels } = await read();
    expect(pixels).toBe(width * height);
    return "read";
  } catch (error) {
    if (error instanceof LinknetError) return error.code;
    throw error;
  }
}

test(
  "Whatever is done to a file, it is read or refused",
  async () => {
    const path = join(folder.path, "changed");
    const seen = new Map<string, number>();
    for (let run = FIRST; run < FIRST + RUNS; run += 1) {
      const changed = mutate(files[run % files.length]!, seededUniform(run, "hostile file"));
      await writeFile(path, changed);
      const started = performance.now();
      for (const [name, read] of [
        [
          "picture",
          async () => await readPicture(path).then(({ colours, ...rest }) => ({ ...rest, pixels: colours.length / 3 })),
        ],
        [
          "labels",
          async () => await readNumberMap(path).then(({ data, ...rest }) => ({ ...rest, pixels: data.length })),
        ],
      ] as const) {
        const what = `${name}: ${await outcome(read)}`;
        seen.set(what, (seen.get(what) ?? 0) + 1);
      }
      expect(performance.now() - started, `run ${run}`).toBeLessThan(20_000);
    }
    expect(process.resourceUsage().maxRSS * 1024).toBeLessThan(MOST_MEMORY);
    expect([...seen.keys()].toSorted()).toEqual([
      "labels: UNREADABLE_PNG",
      "labels: read",
      "picture: UNREADABLE_PICTURE",
      "picture: read",
    ]);
    if (RUNS > 1000)
      console.log(Object.fromEntries(seen), `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most`);
  },
  RUNS * 200 + 10_000,
);
