import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluate, scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { writeOnnx } from "@linknet-kit/onnx";
import { decodeOnnx } from "@linknet-kit/onnx/bytes";
import { seededInputs } from "@linknet-kit/runtimes/measure";
import { encodeTfjs } from "@linknet-kit/tfjs";
import { describe, expect, test } from "vitest";
import { type GivenFile, describeProblem, readDroppedFiles } from "./droppedFiles.js";
import type { OnnxSource } from "./model/modelSource.js";

const graph = buildNetwork("enet", { size: { width: 32, height: 32 }, width: 0.25 });
const { weightSpecs, weightData, ...description } = encodeTfjs({ graph, weights: scrambledWeights(graph, 1) });
const weightsManifest = [{ paths: ["shards/a.bin"], weights: weightSpecs }];
const model = { graph, weights: scrambledWeights(graph, 1) };
const inputs = seededInputs(graph.inputs, 1);

/** The same model whole, and with its weights in a file of another name than this project gives. */
const folder = mkdtempSync(join(tmpdir(), "dropped-files-"));
await writeOnnx(model, join(folder, "whole.onnx"));
await writeOnnx(model, join(folder, "w.onnx"), { externalDataBytes: 1000 });
const fileOf = (name: string, content: Uint8Array | string) => new File([content as BlobPart], name);
const whole = fileOf("unet.onnx", readFileSync(join(folder, "whole.onnx")));
const weights = fileOf("weights.bin", readFileSync(join(folder, "w.onnx.data")));
const named = readFileSync(join(folder, "w.onnx"), "latin1").replaceAll("w.onnx.data", "weights.bin");
const split = fileOf("split.onnx", Buffer.from(named, "latin1"));
rmSync(folder, { recursive: true });

/** As a file of a folder that is dropped. */
function at(path: string, file: File): GivenFile {
  const { name, size } = file;
  return { name, size, path, text: () => file.text(), arrayBuffer: () => file.arrayBuffer() };
}

const json = new File([JSON.stringify({ ...description, weightsManifest })], "model.json");

test("A model.json is read with the shards beside it, in whatever folder it says they are", async () => {
  const source = await readDroppedFiles([new File([weightData], "a.bin"), json]);
  expect(source).toMatchObject({ kind: "tfjs", name: "model", artifacts: { weightData } });
});

test("An .onnx file is named after itself", async () => {
  const source = await readDroppedFiles([new File([whole], "my.net.ONNX")]);
  expect(source).toMatchObject({ kind: "onnx", name: "my.net", bytes: new Uint8Array(await whole.arrayBuffer()) });
});

test("An .onnx file is read with the files of its weights, from wherever in its folder they are", async () => {
  const { bytes } = (await readDroppedFiles([whole])) as OnnxSource;
  for (const files of [
    [weights, split],
    [
      at("net/weights.bin", weights),
      at("net/split.onnx", split),
      at("other/weights.bin", new File(["x"], "weights.bin")),
    ],
    [
      at("other/weights.bin", new File(["x"], "weights.bin")),
      at("net/split.onnx", split),
      at("net/weights.bin", weights),
    ],
  ]) {
    const source = (await readDroppedFiles(files)) as OnnxSource;
    expect(source).toMatchObject({ kind: "onnx", name: "split" });
    const weightFiles = new Map(source.beside!.map((each) => [each.path, each.bytes]));
    const [read, expected] = [decodeOnnx(source.bytes, { files: weightFiles }), decodeOnnx(bytes)];
    expect(evaluate(read, inputs)).toEqual(evaluate(expected, inputs));
  }
});

test("An .onnx file beside a tfjs model is what that is checked against; other JSON files of the folder are passed over", async () => {
  const files = [
    at("unet/model.json", json),
    at("unet/a.bin", new File([weightData], "a.bin")),
    at("unet/unet.onnx", whole),
  ];
  const source = await readDroppedFiles([...files, at("unet/package.json", new File(["{}"], "package.json"))]);
  expect(source).toMatchObject({ kind: "tfjs", name: "unet", reference: { kind: "onnx", name: "unet" } });
});

describe("What is no model is an error that says what to do:", () => {
  const text = (name: string, content = "") => new File([content], name);
  const large = { name: "a.onnx", size: 2 ** 31, text: async () => "", arrayBuffer: async () => new ArrayBuffer(0) };
  const cases = [
    ["nothing", [], "no file was given"],
    ["a picture", [text("a.png")], '"a.png" is no model'],
    ["pictures", ["a", "b", "c", "d"].map((name) => text(`${name}.png`)), '"c.png" and others are no model'],
    ["two models", [text("a.onnx"), text("b.onnx")], '"a.onnx", "b.onnx" are several models'],
    ["two graph models", [json, new File([json], "other.json")], '"model.json", "other.json" are several models'],
    ["no weights", [split], '"weights.bin", which has weights of split.onnx, is missing'],
    ["too much", [large], "more than the 2 GiB"],
    ["no shard", [json], 'the shard "shards/a.bin" of model.json is missing'],
    ["a short shard", [json, text("a.bin", "abc")], "the weights take"],
    ["layers", [text("model.json", '{"format":"layers-model"}')], "not a graph model"],
    ["a prototype", [text("model.json", '{"__proto__":{}}')], '"__proto__"'],
  ] as const;
  test.each(cases)("%s", async (_, files, says) => {
    const problem = await readDroppedFiles(files).then(() => "", describeProblem);
    expect(problem).toContain(says);
    expect(problem).toMatch(/: (give|export|convert)/);
  });
});
