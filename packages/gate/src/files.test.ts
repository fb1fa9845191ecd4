/** The config and the baseline: what people write by hand and merge by hand. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readBaseline, writeBaseline } from "./baseline.js";
import { findConfig, readConfig, subjectName } from "./config/config.js";
import { BadBaselineError, BadConfigError, NoBaselineError, NoConfigError } from "./errors.js";
import type { ExactRecord } from "./exact/metrics.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gate-"));
  path = join(folder, "file.json");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const metrics = { parameters: 1, macs: 2, flops: 4, scalarOps: 3, nodes: 1, fileBytes: 100, activationPeakBytes: 8 };
const record: ExactRecord = {
  subject: 'a "quoted" one',
  inputs: ["image 1x3x8x8"],
  metrics,
  layers: [["first", "conv", 2, 3, 1, 8]],
  nodes: [["first", "Conv"]],
  tensors: [],
};

describe("A baseline", () => {
  test("is read as it was written, a line a layer", async () => {
    await writeBaseline(path, [record, { ...record, subject: "another" }]);
    expect([...(await readBaseline(path)).values()]).toEqual([record, { ...record, subject: "another" }]);
    expect((await readFile(path, "utf8")).split("\n")).toContain('        ["first","conv",2,3,1,8]');
  });

  test("that is not there says how to write one", async () => {
    await expect(readBaseline(path)).rejects.toThrow(NoBaselineError);
  });

  const text = (change: object) => JSON.stringify({ baselineVersion: 1, subjects: [{ ...record, ...change }] });
  test.each([
    ["no JSON", "{", "no JSON"],
    [
      "with a subject twice",
      JSON.stringify({
        baselineVersion: 1,
        subjects: [{ ...record, metrics: { ...record.metrics, macs: 1 } }, record],
      }),
      "is there twice",
    ],
    ["of another version", JSON.stringify({ baselineVersion: 2, subjects: [] }), "baselineVersion"],
    ["with half a figure", text({ metrics: { ...metrics, macs: 0.5 } }), "macs"],
    ["with a negative figure", text({ metrics: { ...metrics, nodes: -1 } }), "nodes"],
    ["without a figure", text({ metrics: {} }), "parameters"],
    ["with what it does not have", text({ __proto: {} }), "__proto"],
    ["with merge conflicts", "<<<<<<< ours\n{}\n=======\n", "no JSON"],
  ])("%s is refused", async (_, content, problem) => {
    await writeFile(path, content);
    await expect(readBaseline(path)).rejects.toThrow(BadBaselineError);
    await expect(readBaseline(path)).rejects.toThrow(problem);
  });
});

describe("A config", () => {
  test("is found in the folder by its names, and missing otherwise with an example", async () => {
    expect(() => findConfig(folder)).toThrow(NoConfigError);
    await writeFile(join(folder, "linknet.config.mjs"), "export default { subjects: [{ file: 'a.onnx' }] };");
    expect(await readConfig(findConfig(folder))).toEqual({ subjects: [{ file: "a.onnx" }] });
  });

  test.each([
    ["{", "JSON"],
    ["{}", "subjects is missing"],
    ['{ "subjects": [{ "file": "a.onnx", "batch": 0 }] }', "subjects.0.batch must be more than 0"],
    ['{ "subjects": [] }', "subjects"],
    ['{ "subjects": [{ "network": "linknet", "size": "640" }] }', "subjects"],
    ['{ "subjects": [{ "file": "a.onnx" }], "allowances": { "macs": "two" } }', 'a share such as "2 %"'],
    ['{ "subjects": [{ "file": "a.onnx" }], "allowances": { "flop": 1 } }', "flop"],
    ['{ "subjects": [{ "file": "a.onnx" }], "speed": { "runtimes": [] } }', "speed.runtimes"],
    ['{ "subjects": [{ "file": "a.onnx" }], "sped": {} }', 'there is no field "sped"; did you mean "speed"?'],
    [
      '{ "subjects": [{ "netwrok": "enet", "size": "8x8" }] }',
      'subjects.0: there is no field "netwrok"; did you mean "network"?',
    ],
    ['{ "subjects": [{ "file": "a.onnx", "classes": 2 }] }', 'subjects.0: there is no field "classes"'],
    ['{ "subjects": [{ "file": "a.onnx", "input": { "x": "1x0x8" } }] }', "subjects.0.input.x: expected the sides"],
    ['{ "subjects": [7] }', "subjects.0 is a number, expected an object"],
    ['{ "subjects": [{ "file": "a.onnx" }, { "file": "a.onnx" }] }', 'subjects.1: "a.onnx" is there twice'],
  ])("%s is refused, and what is wrong is named", async (content, problem) => {
    await writeFile(path, content);
    await expect(readConfig(path)).rejects.toThrow(BadConfigError);
    await expect(readConfig(path)).rejects.toThrow(problem);
  });

  test("says all that is wrong with it at once, a line each", async () => {
    await writeFile(
      path,
      JSON.stringify({
        subjects: [
          { file: 1, foo: 2 },
          { network: "enet", size: "9" },
        ],
        speed: {},
        bar: 1,
      }),
    );
    const error = await readConfig(path).catch((refused: Error) => refused);
    for (const problem of ["subjects.0.file", '"foo"', "subjects.1.size", "speed.runtimes", '"bar"']) {
      expect((error as Error).message).toContain(problem);
    }
    expect((error as Error).message).not.toContain("more");
  });

  test.each([
    ["throws", "throw new Error('no such branch');", "no such branch"],
    ["ends the process", "process.exit(0);", "process.exit(0) was called"],
    ["ends the process later", "setTimeout(() => process.exit(0)); await new Promise(() => {});", "no config"],
    ["has a getter that throws", "export default { get subjects() { throw new Error('got'); } };", "got"],
    ["waits for ever", "await new Promise(() => {});", "waits for a promise"],
    ["throws in a timer", "setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});", "late"],
    ["is no data", "export default { subjects: () => [] };", "could not be cloned"],
    ["has no default", "export const subjects = [];", "expected an object"],
    ["is no module", "export default {", "linknet.config.mjs"],
  ])("that %s is refused with what is wrong, and goes no further", async (_, content, problem) => {
    await writeFile(join(folder, "linknet.config.mjs"), content);
    const refused = readConfig(findConfig(folder));
    await expect(refused).rejects.toThrow(BadConfigError);
    await expect(refused).rejects.toThrow(problem);
  });

  test("may be TypeScript, and what it leaves running ends with it", async () => {
    const text =
      "const file: string = 'a.onnx';\nsetInterval(() => {}, 1000);\nexport default { subjects: [{ file }] };";
    await writeFile(join(folder, "linknet.config.ts"), text);
    expect(await readConfig(findConfig(folder))).toEqual({ subjects: [{ file: "a.onnx" }] });
  });
});

test("Subjects are named by what tells them apart", () => {
  expect(subjectName({ file: "a.onnx" })).toBe("a.onnx");
  expect(subjectName({ network: "enet", size: "640x360" })).toBe("enet 640x360");
  expect(subjectName({ network: "enet", size: "640x360", classes: 2, batch: 4 })).toBe(
    "enet 640x360, 2 classes, batch 4",
  );
  expect(subjectName({ network: "enet" })).toBe("enet");
  expect(subjectName({ file: "a.onnx", size: "640x360", batch: 2 })).toBe("a.onnx 640x360, batch 2");
  expect(subjectName({ file: "a.onnx", input: { x: "1x3x8x8", y: "2" } })).toBe("a.onnx, x 1x3x8x8, y 2");
});
