import { buildGraph, evaluate, float32, floatTensor, givenWeights, identity, intTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { smallBatch, smallModel } from "./pytorch.test.fixture.js";
import { Validator } from "./validator.js";

const NOTHING = {
  graph: buildGraph("n", { name: "x", type: float32(1, 4, 2, 4) }, identity(), "y"),
  weights: givenWeights(new Map()),
};

test("Scores are those of all pixels that are not ignored, a class that is nowhere left out", async () => {
  const validator = await Validator.open(NOTHING, { ignore: 255, threads: 1 });
  const predicted = [0, 0, 1, 0, 2, 1, 2, 2];
  const image = floatTensor(
    [1, 4, 2, 4],
    [0, 1, 2, 3].flatMap((label) => predicted.map((each) => (each === label ? 9 : 0))),
  );
  const labels = intTensor([1, 2, 4], [0, 0, 1, 1, 255, 255, 2, 2]);
  const scores = await validator.validate(NOTHING.weights, [{ image, labels }]);
  expect(scores["meanIou"]).toBeCloseTo(0.7222, 4);
  expect(scores["pixelAccuracy"]).toBeCloseTo(5 / 6, 10);
  const lost = Math.log(1 + 3 * Math.exp(-9));
  expect(scores["validationLoss"]).toBeCloseTo((5 * lost + 9 + lost) / 6, 5);
  await expect(validator.validate(NOTHING.weights, [])).rejects.toThrow("there are no batches to validate with");
  await validator.close();
});

test("Norms are by running statistics, and weights those that it is given", async () => {
  const model = smallModel();
  const validator = await Validator.open({ ...model, weights: givenWeights(new Map()) }, { ignore: 255, threads: 1 });
  const batch = smallBatch(1);
  const { pixelAccuracy } = await validator.validate(model.weights, [batch]);
  const logits = evaluate(model, { image: batch.image })["logits"]!.data;
  const best = (pixel: number): number => {
    const scores = [0, 1, 2].map((label) => Number(logits[Math.floor(pixel / 20) * 60 + label * 20 + (pixel % 20)]));
    return scores.indexOf(Math.max(...scores));
  };
  const counted = [...batch.labels.data].flatMap((label, pixel) =>
    Number(label) === 255 ? [] : [best(pixel) === Number(label)],
  );
  expect(pixelAccuracy).toBeCloseTo(counted.filter(Boolean).length / counted.length, 10);
  await validator.close();
});

test("What gives numbers that are none is said, with the first of them, and labels nothing", async () => {
  const validator = await Validator.open(NOTHING, { ignore: 255, threads: 1 });
  const image = floatTensor([1, 4, 2, 4], Array<number>(32).fill(1));
  const labels = intTensor([1, 2, 4], Array<number>(8).fill(1));
  const broken = { image: floatTensor([1, 4, 2, 4], [...image.data.slice(1), Number.NaN]), labels, names: ["street"] };
  await expect(validator.validate(NOTHING.weights, [{ image, labels }, broken])).rejects.toMatchObject({
    code: "NOT_FINITE_VALIDATION",
    what: 'batch 2: street has the loss NaN: "x", which the step is given, holds NaN at 31',
  });
  await validator.close();
});

test("The loss is the mean of the batches that have labelled pixels", async () => {
  const validator = await Validator.open(NOTHING, { ignore: 255, threads: 1 });
  const image = floatTensor([1, 4, 2, 4], Array<number>(32).fill(1));
  const [labels, none] = [1, 255].map((label) => intTensor([1, 2, 4], Array<number>(8).fill(label)));
  const scores = await validator.validate(NOTHING.weights, [
    { image, labels: none! },
    { image, labels: labels! },
  ]);
  expect(scores["validationLoss"]).toBeCloseTo(Math.log(4), 6);
  expect(await validator.validate(NOTHING.weights, [{ image, labels: none! }])).not.toHaveProperty("validationLoss");
  await validator.close();
});
