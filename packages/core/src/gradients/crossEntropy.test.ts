import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { identity } from "../ops/identity.js";
import { float32, floatTensor, intTensor } from "../tensor.js";
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
