import { scrambledWeights } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { expect, test } from "vitest";
import { encodeTfjs } from "../encode/encodeTfjs.js";
import type { ModelArtifacts } from "../modelJson.js";
import { describeTfjs } from "./describeTfjs.js";

const artifactsOf = (modelTopology: object, signature?: object): ModelArtifacts => ({
  modelTopology,
  ...(signature === undefined ? {} : { signature }),
  weightSpecs: [],
  weightData: new ArrayBuffer(0),
});

test("The ends of a model that was emitted here are the graph's", () => {
  const graph = buildNetwork("linknet", { size: { width: 64, height: 32 }, width: 0.25, classes: 3 });
  const { inputs, outputs } = describeTfjs(encodeTfjs({ graph, weights: scrambledWeights(graph, 1) }));
  expect(inputs).toEqual([{ name: "image", declared: "DT_FLOAT", dtype: "float32", shape: [1, 3, 32, 64] }]);
  expect(outputs).toEqual([{ name: "logits", declared: "DT_FLOAT", dtype: "float32", shape: [1, 3, 32, 64] }]);
});

test("Open sides stay open, in the order of images channels-first, and types may be numbers", () => {
  const dim = ["-1", "224", 224, "3"].map((size) => ({ size }));
  const signature = {
    inputs: { image: { name: "i:0", dtype: "DT_FLOAT", tensorShape: { dim } }, text: { name: "t:0", dtype: 7 } },
    outputs: { y: { name: "y:0", dtype: 10, tensorShape: {} }, z: { name: "z:0", tensorShape: { unknownRank: true } } },
  };
  expect(describeTfjs(artifactsOf({ node: [{ name: "i", op: "Placeholder" }] }, signature))).toEqual({
    inputs: [
      { name: "image", declared: "DT_FLOAT", dtype: "float32", shape: ["?", 3, 224, 224] },
      { name: "text", declared: "DT_STRING" },
    ],
    outputs: [
      { name: "y", declared: "DT_BOOL", dtype: "bool", shape: [] },
      { name: "z", declared: "of no type" },
    ],
    values: ["i"],
  });
});

test("A side of 0 is a side; one that is not said is open", () => {
  const dim = [{ size: "0" }, { size: 3 }, {}, null];
  const signature = { inputs: { x: { name: "x:0", dtype: "DT_FLOAT", tensorShape: { dim } } } };
  const outputs = { y: { name: "y:0", dtype: "DT_FLOAT", tensorShape: { dim: [] } } };
  const { inputs } = describeTfjs(artifactsOf({ node: [] }, { ...signature, outputs, metadata: {} }));
  expect(inputs[0]?.shape).toEqual([0, "?", 3, "?"]);
});

test("Without a signature the placeholders are the inputs and what nothing reads is the output", () => {
  const shape = { shape: { dim: [{ size: "2" }] } };
  const node = [
    { name: "x", op: "Placeholder", attr: { dtype: { type: "DT_INT32" }, shape } },
    { name: "w", op: "Const" },
    { name: "h", op: "Mul", input: ["x:0", "w"] },
    { name: "y", op: "Relu", input: ["h", "^x"] },
  ];
  expect(describeTfjs(artifactsOf({ node }))).toEqual({
    inputs: [{ name: "x", declared: "DT_INT32", dtype: "int64", shape: [2] }],
    outputs: [{ name: "y", declared: "unknown" }],
    values: ["x", "w", "h", "y"],
  });
});
