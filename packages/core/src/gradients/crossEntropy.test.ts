import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { identity } from "../ops/identity.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { type Tensor, elementCount, float32, floatTensor, intTensor } from "../tensor.js";
import { givenWeights } from "../weights.js";
import { type CrossEntropy, withCrossEntropy } from "./crossEntropy.js";
import { differentiate } from "./differentiate.js";

/** The loss and its gradient by scores, classes x pixels of one image. */
function lossOf(
  classes: number,
  {
    labels,
    scores = [],
    ...given
  }: Omit<CrossEntropy, "logits"> & { readonly labels: readonly number[]; readonly scores?: readonly number[] },
) {
  const builder = new GraphBuilder("net");
  const shape = [1, classes, labels.length];
  const graph = builder.build({ y: identity()(builder.input("x", float32(...shape))) });
  const measured = withCrossEntropy({ graph, weights: givenWeights(new Map()) }, { logits: "y", ...given });
  const { model, gradients } = differentiate(measured.model, { loss: measured.loss, by: ["x"] });
  const x = floatTensor(shape, scores.length > 0 ? scores : undefined);
  const results = evaluate(model, { x, [measured.labels]: intTensor([1, labels.length], labels) });
  return {
    loss: Number(results[measured.loss]!.data[0]),
    gradient: [...(results[gradients.get("x")!]!.data as Float32Array)],
  };
}

test("Of equal scores it is the logarithm of their number, however many pixels are ignored", () => {
  const labels = [3, 255, 0, 255, 18, 255];
  expect(lossOf(19, { labels, ignore: 255 }).loss).toBeCloseTo(Math.log(19), 6);
});

test("Of ignored pixels alone it is 0, and so are its gradients", () => {
  const { loss, gradient } = lossOf(2, { labels: [255, 255], ignore: 255, scores: [1, 2, 3, 4] });
  expect(loss).toBe(0);
  expect(gradient.map(Math.abs)).toEqual([0, 0, 0, 0]);
});

test("Pixels weigh as their classes do, and the sum is divided by their weights", () => {
  // Shares 3/4 and 1/4 of each pixel; the first is of class 0, the second of class 1.
  const scores = [Math.log(3), Math.log(3), 0, 0];
  const { loss, gradient } = lossOf(2, { labels: [0, 1], weights: [1, 3], scores });
  expect(loss).toBeCloseTo((Math.log(4 / 3) + 3 * Math.log(4)) / 4, 6);
  const wanted = [-1 / 4, (3 * 3) / 4, 1 / 4, (-3 * 3) / 4].map((each) => each / 4);
  for (const [index, value] of wanted.entries()) expect(gradient[index]).toBeCloseTo(value, 6);
});

test("A class can be the one that is ignored", () => {
  const scores = [Math.log(3), 5, 0, 7];
  expect(lossOf(2, { labels: [1, 0], ignore: 0, scores }).loss).toBeCloseTo(Math.log(4), 6);
});

test("Large scores lose nothing", () => {
  expect(lossOf(2, { labels: [0], scores: [10_000, 10_000] }).loss).toBeCloseTo(Math.log(2), 3);
});

test("What are no scores of so many classes is refused", () => {
  expect(() => lossOf(3, { labels: [0], weights: [1, 2] })).toThrow("float32[1x3x1] are no scores of 2 classes");
});

interface LastLayer {
  readonly sides: readonly number[];
  readonly kernel: readonly number[];
  readonly batch: number;
  readonly hasBias: boolean;
}

/** The loss of what a transposed convolution gives, and its gradients; with an identity behind it pixels are compared in their order. */
function behindConvTranspose({ sides, kernel, batch, hasBias }: LastLayer, isInOrder: boolean) {
  const builder = new GraphBuilder("net");
  const inputs = {
    x: builder.input("x", float32(batch, 4, ...sides)),
    weight: builder.input("weight", float32(4, 3, ...kernel)),
    ...(hasBias && { bias: builder.input("bias", float32(3)) }),
  };
  const { y } = builder.apply(convTransposeOp, inputs, { stride: kernel });
  const graph = builder.build({ scores: isInOrder ? identity()(y) : y });
  const model = { graph, weights: givenWeights(new Map()) };
  const measured = withCrossEntropy(model, { logits: "scores", weights: [1, 0.5, 2], ignore: 255 });
  const by = Object.keys(inputs);
  const { model: whole, gradients } = differentiate(measured.model, { loss: measured.loss, by });
  const given = whole.graph.inputs.map(({ name, type: { shape } }): [string, Tensor] => {
    const places = [...Array(elementCount({ shape })).keys()];
    if (name !== measured.labels)
      return [
        name,
        floatTensor(
          shape,
          places.map((place) => Math.sin(1.7 * place + name.length)),
        ),
      ];
    const labels = places.map((place) => [0, 1, 2, 255][(7 * place + Math.floor(place / 4)) % 4]!);
    return [name, intTensor(shape, labels)];
  });
  const results = evaluate(whole, Object.fromEntries(given));
  return [measured.loss, ...gradients.values()].map((name) => [...(results[name]!.data as Float32Array)]);
}

test.each([
  ["lines", { sides: [5], kernel: [3], batch: 1, hasBias: true }],
  ["images", { sides: [3, 4], kernel: [2, 3], batch: 2, hasBias: true }],
  ["images without a bias", { sides: [3, 4], kernel: [2, 2], batch: 1, hasBias: false }],
  ["volumes", { sides: [2, 3, 2], kernel: [2, 1, 2], batch: 2, hasBias: true }],
])(
  "Where the taps of a transposed convolution give the scores of %s, each alone, it is that of all pixels",
  (_, layer) => {
    const inOrder = behindConvTranspose(layer, true);
    expect(inOrder[0]![0]).toBeGreaterThan(0.5);
    const close = inOrder.map((values) => values.map((value) => expect.closeTo(value, 6) as number));
    expect(behindConvTranspose(layer, false)).toEqual(close);
  },
);
