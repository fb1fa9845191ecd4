import { type FloatTensor, floatTensor, intTensor } from "@linknet-kit/core";
import type { GraphModel } from "@tensorflow/tfjs-converter";
import { beforeAll, describe, expect, test } from "vitest";
import { loadCpuBackend, loadTfjs } from "../drivers/tfjs/modules.js";
import { wrapGraphModel } from "./graphModelSession.js";

const tf = loadTfjs();
beforeAll(async () => {
  loadCpuBackend();
  await tf.setBackend("cpu");
});

/** A graph model, written by hand as TensorFlow's converter would: `y = relu(x)`, and the position of its largest channel. */
async function load(given: object = {}): Promise<GraphModel> {
  const node = (name: string, op: string, input: string[], attr: object = {}) => ({ name, op, input, attr });
  const shape = { shape: { dim: [1, 1, 2, 2].map((size) => ({ size: String(size) })) } };
  const modelTopology = {
    node: [
      node("x", "Placeholder", [], { dtype: { type: "DT_FLOAT" }, shape }),
      node("middle", "Neg", ["x"], { T: { type: "DT_FLOAT" } }),
      node("rectified", "Relu", ["middle"], { T: { type: "DT_FLOAT" } }),
      node("axis", "Const", [], {
        dtype: { type: "DT_INT32" },
        value: { tensor: { dtype: "DT_INT32", tensorShape: {} } },
      }),
      node("largest", "ArgMax", ["x", "axis"], { T: { type: "DT_FLOAT" }, output_type: { type: "DT_INT32" } }),
    ],
    versions: { producer: 1 },
  };
  const signature = {
    inputs: { x: { name: "x" } },
    outputs: { y: { name: "rectified" }, labels: { name: "largest" } },
  };
  const weightSpecs = [{ name: "axis", shape: [], dtype: "int32" as const }];
  const weightData = Int32Array.of(3).buffer;
  return await tf.loadGraphModel({
    load: async () => ({ modelTopology, signature, weightSpecs, weightData, ...given }),
  });
}

const x: FloatTensor = floatTensor([1, 1, 2, 2], [1, -2, -3, 4]);

describe("A graph model as a session", () => {
  test("gives its outputs by the names of its signature, integers as 64-bit ones", async () => {
    const session = wrapGraphModel(tf, await load(), { threads: 1 });
    expect(session).toMatchObject({ threads: 1, layout: "channels-last" });
    expect(await session.run({ x })).toEqual({
      y: floatTensor([1, 1, 2, 2], [0, 2, 3, 0]),
      labels: intTensor([1, 1, 2], [0, 1]),
    });
  });

  test("gives values between its nodes too where it is asked for them", async () => {
    const session = wrapGraphModel(tf, await load(), { threads: 1, values: ["middle"] });
    expect((await session.run({ x }))["middle"]).toEqual(floatTensor([1, 1, 2, 2], [-1, 2, 3, -4]));
  });

  test("calls its outputs by their nodes where it has no signature", async () => {
    const session = wrapGraphModel(tf, await load({ signature: undefined }), { threads: 1 });
    expect(Object.keys(await session.run({ x })).toSorted()).toEqual(["largest", "rectified"]);
  });

  test("leaves no tensor behind, whether it runs or fails", async () => {
    const session = wrapGraphModel(tf, await load(), { threads: 1, values: ["nowhere"] });
    const before = tf.memory().numTensors;
    await expect(session.run({ x })).rejects.toThrow("nowhere");
    await expect(session.run({ x: { dtype: "float16", shape: [1], data: new Uint16Array(1) } })).rejects.toThrow(
      "float16",
    );
    expect(tf.memory().numTensors).toBe(before);
    const working = wrapGraphModel(tf, await load(), { threads: 1 });
    const loaded = tf.memory().numTensors;
    await working.run({ x });
    expect(tf.memory().numTensors).toBe(loaded);
  });
});
