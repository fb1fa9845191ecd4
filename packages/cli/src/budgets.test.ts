/** Files that were made to take time and memory. What the command takes is read from the operating system's own account of it. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { field, integer, model, modelBefore, node, relu } from "./wire.test.fixture.js";

const COMMAND = fileURLToPath(new URL("../bin/linknet.js", import.meta.url));

/** Writes the account of the process that it is loaded into when that ends by itself. */
const ACCOUNT = `import { writeFileSync } from "node:fs";
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync("account.json", JSON.stringify({ megabytes: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 }));
});`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-budgets-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const inFolder = (name: string): string => join(folder, name);

interface Ended {
  readonly code: number | null;
  /** On either stream. */
  readonly printed: string;
}

/** Runs the command, which must end by itself, within what a file of less than 20 MB may take, and not by a bug. */
async function runWithin(...args: readonly string[]): Promise<Ended> {
  return await runWithinMegabytes(1000, ...args);
}

async function runWithinMegabytes(limit: number, ...args: readonly string[]): Promise<Ended> {
  const account = `data:text/javascript,${encodeURIComponent(ACCOUNT)}`;
  const child = spawn(process.execPath, ["--import", account, COMMAND, ...args], { cwd: folder });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  expect([0, 1, 2]).toContain(code);
  const { megabytes, seconds } = JSON.parse(await readFile(inFolder("account.json"), "utf8")) as Record<string, number>;
  expect(megabytes).toBeLessThan(limit);
  // The processor's seconds, all threads together, on a machine that may be busy with other tests.
  expect(seconds).toBeLessThan(20);
  return { code, printed };
}

async function writeSparse(name: string, start: Uint8Array, bytes: number): Promise<void> {
  await writeFile(inFolder(name), start);
  await truncate(inFolder(name), start.length + bytes);
}

describe("Many small things in an ONNX file are counted in time that grows with their number:", () => {
  const most = 49_999;
  const many = (each: (index: number) => Buffer): readonly Buffer[] =>
    Array.from({ length: most }, (_, index) => each(index));

  test.each<readonly [string, readonly Buffer[]]>([
    [
      "outputs without names, and as many called as those would be",
      many((index) => node({ operator: "Relu", inputs: ["x"], outputs: [index % 2 === 0 ? "" : `relu${index}`] })),
    ],
    [
      "nodes in a chain with a weight each",
      [
        ...many((index) => field(5, integer(1, 1), integer(2, 1), field(4, [0, 0, 0, 0]), field(8, `w${index}`))),
        ...many((index) =>
          node({ operator: "Add", inputs: [index === 0 ? "x" : `v${index - 1}`, `w${index}`], outputs: [`v${index}`] }),
        ),
      ],
    ],
  ])("%s", async (_, graph) => {
    await writeFile(inFolder("many.onnx"), model([...graph, relu]));
    const { code, printed } = await runWithin("count", "many.onnx", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ size: { width: 1, height: 1 }, macs: 0 });
  });

  test("300,000 tensors that nothing reads, which take little besides", async () => {
    const tensor = (index: number): Buffer =>
      field(5, integer(1, 1), integer(2, 1), field(4, [0, 0, 0, 0]), field(8, `w${index}`));
    const unread = Array.from({ length: 300_000 }, (_, index) => tensor(index));
    await writeFile(inFolder("unread.onnx"), model([...unread, relu]));
    const { code, printed } = await runWithinMegabytes(450, "count", "unread.onnx", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ parameters: 0 });
  });

  test("300,000 types of values and entries of metadata are passed over", async () => {
    const threefold = (each: (index: number) => Buffer): readonly Buffer[] =>
      Array.from({ length: 300_000 }, (_, index) => each(index));
    const types = model([...threefold((index) => field(13, field(1, `v${index}`))), relu]);
    const entries = threefold((index) => field(14, field(1, `k${index}`), field(2, "v")));
    await writeFile(inFolder("passed.onnx"), Buffer.concat([types, ...entries]));
    expect((await runWithinMegabytes(250, "count", "passed.onnx")).code).toBe(0);
  });

  test("operands of one node are refused where they are more than a million", async () => {
    const inputs = field(1, "x").toString("latin1").repeat(1_100_000);
    const wide = field(1, inputs, field(2, "y"), field(4, "Concat"));
    await writeFile(inFolder("wide.onnx"), model([wide]));
    expect((await runWithin("count", "wide.onnx")).printed).toContain("bytes of records");
  });

  test("operators that nobody knows are named, as far as anyone reads", async () => {
    const unknown = many((index) => node({ operator: `Op${index}`, inputs: ["x"], outputs: [`v${index}`] }));
    await writeFile(inFolder("unknown.onnx"), model(unknown));
    const { code, printed } = await runWithin("count", "unknown.onnx");
    expect(code).toBe(1);
    expect(printed).toContain("other operators");
    expect(printed.length).toBeLessThan(5000);
  });
});

describe("Values of an ONNX file take memory only where something reads them:", () => {
  const FLOAT = { dataType: 1, number: 4 };
  const INT64 = { dataType: 7, number: 7 };
  const BOOL = { dataType: 9, number: 9 };

  test.each([
    ["240 MB in a list of floats", 240_000_000, { ...FLOAT, dims: 60_000_000 }],
    ["14 MB in a list of integers", 14_000_000, { ...INT64, dims: 14_000_000 }],
    // As much as tells one copy from two: every byte is read.
    ["400 MB of raw data", 400_000_000, { ...FLOAT, number: 9, dims: 100_000_000 }],
  ])("%s", async (_, bytes, tensor) => {
    await writeSparse("w.onnx", modelBefore(bytes, tensor), bytes);
    // The file itself, once, and what every command takes.
    const { code } = await runWithinMegabytes(bytes / 2 ** 20 + 400, "count", "w.onnx");
    expect(code).toBe(0);
  });

  test("120 MB of booleans", async () => {
    await writeSparse("w.onnx", modelBefore(120_000_000, { ...BOOL, dims: 120_000_000 }), 120_000_000);
    expect((await runWithin("count", "w.onnx")).code).toBe(0);
  });

  test("4 GiB in another file are counted without reading one", async () => {
    const entries = [field(13, field(1, "location"), field(2, "w.bin"))];
    const tensor = field(5, integer(1, 2 ** 30), integer(2, 1), field(8, "w"), ...entries, integer(14, 1));
    await writeFile(
      inFolder("w.onnx"),
      model([tensor, node({ operator: "PRelu", inputs: ["x", "w"], outputs: ["y"] })]),
    );
    await writeSparse("w.bin", new Uint8Array(), 2 ** 32);
    const { printed } = await runWithin("count", "w.onnx");
    expect(printed).toContain("slope");
  });

  test("ten million numbers in an attribute are no attribute", async () => {
    const numbers = Buffer.concat([
      field(1, "kernel_shape"),
      integer(20, 7),
      field(8, new Uint8Array(10_000_000).fill(1)),
    ]);
    const pool = node({ operator: "MaxPool", inputs: ["x"], outputs: ["y"], attributes: [numbers] });
    await writeFile(inFolder("pool.onnx"), model([pool]));
    expect((await runWithin("count", "pool.onnx")).printed).toContain("has 10000000 numbers in kernel_shape");
  });

  test("2 GiB of zeros are refused by the first", async () => {
    await writeSparse("zeros.onnx", new Uint8Array(), 2 ** 31 - 1);
    expect((await runWithin("count", "zeros.onnx")).printed).toContain("its first field has the number 0");
  });
});

describe("A model.json is refused before memory is spent on it:", () => {
  const graph = { node: [{ name: "a", op: "b" }], versions: {} };
  const write = async (weightsManifest: unknown, modelTopology: unknown = graph): Promise<void> =>
    await writeFile(inFolder("model.json"), JSON.stringify({ format: "graph-model", modelTopology, weightsManifest }));

  test("one shard named 200,000 times", async () => {
    await writeFile(inFolder("shard.bin"), new Uint8Array(1_400_000));
    const paths = Array.from({ length: 200_000 }, () => "shard.bin");
    await write([{ paths, weights: [{ name: "w", shape: [350_000, 200_000], dtype: "float32" }] }]);
    expect((await runWithin("verify", "model.json")).printed).toContain("more than 100000 shards");
  });

  test.each(["node", "weights"])("300,000 of %s with every fault", async (what) => {
    const faults = Array.from({ length: 300_000 }, () => ({}));
    if (what === "node") await write([], { ...graph, node: faults });
    else await write([{ paths: [], weights: faults }]);
    expect((await runWithin("verify", "model.json")).printed).toContain("more than 100000");
  });
});

describe("A result file is refused before its report never ends:", () => {
  const committed = fileURLToPath(new URL("../../../reports/two-core-epyc/result.json", import.meta.url));

  async function writeResults(change: (text: string) => string): Promise<void> {
    const text = await readFile(committed, "utf8");
    const changed = change(text);
    expect(changed).not.toBe(text);
    await writeFile(inFolder("result.json"), changed);
  }

  test.each([
    ["a median of 5e-324 ms", (text: string) => text.replace(/"medianMs": [\d.]+/, '"medianMs": 5e-324'), "no clock"],
    [
      "an interval of nothing",
      (text: string) => text.replace(/"ciHighMs": [\d.]+/, '"ciHighMs": 0'),
      "outside its interval",
    ],
    [
      "a plan of 2^53 shards",
      (text: string) =>
        text.replace('"suite": {', '"suite": { "plan": { "id": "a", "of": 9007199254740991, "shards": [1] },'),
      "suite.plan.of",
    ],
    [
      "a million results with every fault",
      (text: string) => text.replace(/"results": \[/, `"results": [${"{},".repeat(1_000_000)}`),
      "results.0.network",
    ],
  ])("%s", async (_, change, message) => {
    await writeResults(change);
    const { code, printed } = await runWithin("report", "result.json");
    expect(code).toBe(1);
    expect(printed).toContain(message);
    expect(printed.length).toBeLessThan(2000);
  });
});
