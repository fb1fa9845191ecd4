import { scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeTfjs } from "@linknet-kit/tfjs";
import { describe, expect, test } from "vitest";
import { describeProblem, readDroppedFiles } from "./droppedFiles.js";

const graph = buildNetwork("enet", { size: { width: 32, height: 32 }, width: 0.25 });
const { weightSpecs, weightData, ...description } = encodeTfjs({ graph, weights: scrambledWeights(graph, 1) });
const weightsManifest = [{ paths: ["shards/a.bin"], weights: weightSpecs }];
const json = new File([JSON.stringify({ ...description, weightsManifest })], "model.json");

test("A model.json is read with the shards beside it, in whatever folder it says they are", async () => {
  const source = await readDroppedFiles([new File([weightData], "a.bin"), json]);
  expect(source).toMatchObject({ kind: "tfjs", name: "model", artifacts: { weightData } });
});

test("An .onnx file is named after itself", async () => {
  const source = await readDroppedFiles([new File(["abc"], "my.net.ONNX")]);
  expect(source).toMatchObject({ kind: "onnx", name: "my.net", bytes: new TextEncoder().encode("abc") });
});

describe("What is no model is an error that says what to do:", () => {
  const text = (name: string, content = "") => new File([content], name);
  const large = { name: "a.onnx", size: 2 ** 31, text: async () => "", arrayBuffer: async () => new ArrayBuffer(0) };
  const cases = [
    ["nothing", [], "no file was given"],
    ["a picture", [text("a.png")], '"a.png" is no model'],
    ["pictures", ["a", "b", "c", "d"].map((name) => text(`${name}.png`)), '"c.png" and others are no model'],
    ["two models", [text("a.onnx"), json], '"a.onnx", "model.json" are several models'],
    ["external data", [text("a.onnx"), text("a.onnx.data")], "an .onnx file is read alone here"],
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
