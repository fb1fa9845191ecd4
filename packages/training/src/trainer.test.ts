/** Steps of a whole network in ONNX Runtime beside PyTorch's. */
import { castTensor, checkGraph, dropout2d, filled, floatTensor } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { adam } from "./optimisers/adam.js";
import { rmsprop } from "./optimisers/rmsprop.js";
import { sgd } from "./optimisers/sgd.js";
import { differences, expected, smallBatch, smallModel } from "./pytorch.test.fixture.js";
import type { StepMeasures } from "./stepSession.js";
import { Trainer } from "./trainer.js";

const CHOICES = { optimiser: rmsprop(), classWeights: [1, 0.5, 2], ignore: 255, threads: 1 };

test.each([
  ["network", 1],
  ["gathered", 2],
] as const)("Losses, weights and running statistics of the %s are PyTorch's", async (name, size) => {
  const model = smallModel();
  const trainer = await Trainer.open(model, { ...CHOICES, gathers: size > 1 });
  checkGraph(trainer.graph.model.graph);
  const { losses, parameters } = expected[name];
  let state = trainer.start();
  const found: number[] = [];
  for (const index of losses.keys()) {
    const count = (index + 1) % size === 0 ? size : 0;
    const result = await trainer.step(state, smallBatch(index), { rate: 5e-4, count });
    state = result.state;
    found.push(result.loss);
  }
  expect(differences("loss", found, losses)).toEqual([]);
  const weights = trainer.weightsOf(state);
  for (const [place, parameter] of model.graph.parameters.entries()) {
    expect(differences(parameter.name, weights.get(parameter).data, parameters[place]!)).toEqual([]);
  }
  expect([state.batches, state.updates]).toEqual([6, 6 / size]);
  await trainer.close();
});

test("Steps in one run are those one by one, to the last bit", async () => {
  const trainer = await Trainer.open(smallModel(dropout2d({ rate: 0.3 })), {
    ...CHOICES,
    optimiser: adam(),
    gathers: true,
  });
  const steps = [0, 2, 1, 0, 2].map((count, index) => ({ batch: smallBatch(index), rate: 1e-2 / (index + 1), count }));
  const start = trainer.start();
  let alone = start;
  const measured: StepMeasures[] = [];
  for (const { batch, ...given } of steps) {
    const { state, ...each } = await trainer.step(alone, batch, given);
    measured.push(each);
    alone = state;
  }
  const together = await trainer.steps(start, steps);
  expect(together.measured).toEqual(measured);
  expect(new Set(measured.map(({ loss }) => loss)).size).toBe(5);
  expect(together.state).toEqual(alone);
  expect([alone.batches, alone.updates]).toEqual([5, 3]);
  await trainer.close();
});

test("Labels may be of any whole numbers, and what does not fit is refused in words", async () => {
  const trainer = await Trainer.open(smallModel(), { ...CHOICES, optimiser: sgd({ rate: 0.1 }) });
  const { image, labels } = smallBatch(0);
  const state = trainer.start();
  const bytes = await trainer.step(state, { image, labels: castTensor(labels, "uint8") }, { rate: 0.1 });
  expect(bytes.loss).toBe((await trainer.step(state, { image, labels }, { rate: 0.1 })).loss);
  await expect(trainer.step(state, { image: labels, labels }, { rate: 0.1 })).rejects.toThrow(
    "the image is int64[2x4x5], and the network takes float32[2x3x4x5]",
  );
  await expect(trainer.step(state, { image, labels: floatTensor([2, 4, 5]) }, { rate: 0.1 })).rejects.toThrow(
    "the labels are float32[2x4x5], and whole numbers of 2x4x5 are needed",
  );
  const strange = filled("uint8", labels.shape, 3);
  await expect(trainer.step(state, { image, labels: strange }, { rate: 0.1 })).rejects.toThrow(
    "a pixel has the label 3; there are the classes 0 to 2, and 255 is ignored",
  );
  await trainer.close();
});

test("What is no batch, no rate and no count is refused in words, wherever it stands in a list", async () => {
  const trainer = await Trainer.open(smallModel(), { ...CHOICES, optimiser: sgd({ rate: 0.1 }) });
  const state = trainer.start();
  const good = { batch: smallBatch(0), rate: 0.1 };
  const { image, labels } = good.batch;
  const refusals: readonly (readonly [object, string])[] = [
    [{ ...good, rate: Number.NaN }, "the rate of a step is NaN, expected a finite number of 0 or more"],
    [{ ...good, rate: -1 }, "the rate of a step is -1"],
    [{ ...good, rate: 1e39 }, "the rate of a step is 1e+39"],
    [{ batch: good.batch }, "the rate of a step is undefined"],
    [{ ...good, count: 1.5 }, "the count of a step is 1.5, expected a whole number of 0 or more"],
    [{ ...good, count: 0 }, "the count of a step is 0, and a trainer that is opened without `gathers`"],
    [{ ...good, batch: undefined }, "a batch has no image"],
    [{ ...good, batch: { image } }, "a batch has no labels"],
    [{ ...good, batch: { image: { ...image, data: [1, 2] }, labels } }, "a batch has no image"],
    [
      { ...good, batch: { image: { ...image, data: new Float32Array(7) }, labels } },
      "the image of a batch has 7 elements, and float32[2x3x4x5] has 120",
    ],
  ];
  for (const [wrong, message] of refusals)
    await expect(trainer.steps(state, [good, wrong as typeof good])).rejects.toThrow(message);
  expect(await trainer.steps(state, [])).toEqual({ measured: [], state });
  await trainer.close();
  await trainer.close();
  await expect(Trainer.open(smallModel(), { ...CHOICES, runtime: "cpu" as never })).rejects.toThrow(
    '"cpu" is no runtime that trains, which are onnxruntime-node/cpu',
  );
  await expect(Trainer.open(smallModel(), { ...CHOICES, classWeights: [1, -1, 1] })).rejects.toThrow(
    "a class has the weight -1",
  );
});

test("The image that is no number is found, and so is the first value that is none", async () => {
  const trainer = await Trainer.open(smallModel(), { ...CHOICES, optimiser: sgd({ rate: 0.1 }) });
  const { image, labels } = smallBatch(0);
  const state = trainer.start();
  const broken = floatTensor(image.shape, (image.data as Float32Array).with(7, Number.NaN));
  expect((await trainer.step(state, { image: broken, labels }, { rate: 0.1 })).loss).toBeNaN();
  expect(await trainer.whereNotFinite(state, { image: broken, labels }, { rate: 0.1 })).toBe(
    '"image", which the step is given, holds NaN at 7',
  );
  const large = floatTensor(
    image.shape,
    (image.data as Float32Array).map((value) => value * 1e38),
  );
  expect(await trainer.whereNotFinite(state, { image: large, labels }, { rate: 0.1 })).toMatch(
    /^batchNorm.*, of \w+, gives -?(Infinity|NaN) at \d+$/,
  );
  await trainer.close();
});
