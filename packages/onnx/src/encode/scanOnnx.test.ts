import {
  type Model,
  type Tensor,
  type TensorType,
  buildGraph,
  conv2d,
  evaluate,
  extendModel,
  float32,
  initialWeights,
} from "@linknet-kit/core";
import { expect, test } from "vitest";
import { type Tensors, differences, runOnnxRuntime } from "../runtime.test.fixture.js";
import { encodeOnnx } from "./encodeOnnx.js";
import { scanOnnx } from "./scanOnnx.js";

const IMAGE = float32(1, 2, 3, 4);

/** Two values that are handed on, one of them without axes; an input is called as another would be outside. */
function recurrent(): Model {
  const graph = buildGraph(
    "recurrent",
    { name: "image", type: IMAGE },
    conv2d({ filters: 2, kernel: 3, padding: 1 }),
    "y",
  );
  const { model } = extendModel({ graph, weights: initialWeights(3) }, "image", ({ g, value, input }) => {
    const state = input("state", IMAGE);
    const sum = input("scan", float32());
    const next = g.add(g.mul(state, 0.5), value("y"));
    const total = g.reshape(g.sum(next, [0, 1, 2, 3]), []);
    return new Map([
      ["state/next", next],
      ["sum/next", g.add(sum, total)],
    ]);
  });
  return model;
}

const HANDED_ON = [
  { input: "image/scan", output: "sum/next" },
  { input: "image/state", output: "state/next" },
];

const wave = ({ shape }: TensorType, seed: number): Tensor => {
  const length = shape.reduce((product, side) => product * side, 1);
  return { dtype: "float32", shape, data: Float32Array.from({ length }, (_, index) => Math.sin(1.3 * index + seed)) };
};

/** The model once for each image, by the reference: what is handed on at the end, and all the `y`. */
function oneByOne(model: Model, images: readonly Tensor[], first: Tensors): Tensors {
  let handed = first;
  const all = images.map((image) => {
    const results = evaluate(model, { ...handed, image });
    handed = Object.fromEntries(HANDED_ON.map(({ input, output }) => [input, results[output]!]));
    return [...results["y"]!.data] as number[];
  });
  const y: Tensor = { dtype: "float32", shape: [images.length, ...IMAGE.shape], data: Float32Array.from(all.flat()) };
  return { ...Object.fromEntries(HANDED_ON.map(({ input, output }) => [output, handed[input]!])), y };
}

test.each([1, 2, 5])("What a list of %i gives is what the model gives one by one", async (times) => {
  const model = recurrent();
  const { bytes, names } = scanOnnx(encodeOnnx(model), HANDED_ON);
  const images = Array.from({ length: times }, (_, index) => wave(IMAGE, index));
  const first = { "image/state": wave(IMAGE, 9), "image/scan": wave(float32(), 4) };
  const image: Tensor = {
    dtype: "float32",
    shape: [times, ...IMAGE.shape],
    data: Float32Array.from(images.flatMap(({ data }) => [...data] as number[])),
  };
  const feeds = Object.entries({ ...first, image }).map(([name, tensor]) => [names.get(name)!, tensor] as const);
  const results = await runOnnxRuntime(bytes, Object.fromEntries(feeds));
  const expected = Object.entries(oneByOne(model, images, first)).map(
    ([name, tensor]) => [names.get(name)!, tensor] as const,
  );
  expect(differences(results, Object.fromEntries(expected))).toEqual([]);
});
