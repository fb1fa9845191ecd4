import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { camvid } from "./camvid.js";
import { cityscapes, cityscapesChannels, cityscapesTrainIds } from "./cityscapes.js";
import { MapSizeError, UnknownLabelError, UnlikeCountsError } from "./errors.js";
import { Evaluation } from "./evaluation.js";
import type { LabelMap } from "./labelMap.js";
import { type LabelSet, numberedLabels } from "./labelSet.js";
import type { Scores } from "./scores.js";
import { type SlowPair, SlowScores } from "./slowScores.test.fixture.js";

/** A row of pixels. */
const row = (data: readonly number[], file = "a.png"): LabelMap => ({
  file,
  width: data.length,
  height: 1,
  data: Uint8Array.from(data),
});
const instancesOf = (data: readonly number[]) => ({ ...row(data, "instances.png"), data: Uint16Array.from(data) });

function scoresOf(
  set: LabelSet,
  ...pairs: readonly (readonly [truth: readonly number[], prediction: readonly number[]])[]
) {
  const evaluation = new Evaluation(set);
  for (const [truth, prediction] of pairs) evaluation.add({ truth: row(truth), prediction: row(prediction) });
  return evaluation.scores();
}
const named = (scores: Scores, name: string) =>
  [...scores.classes, ...scores.categories].find((score) => score.name === name)!;

describe("By hand", () => {
  const four = numberedLabels("four", ["a", "b", "c", "d"], { ignoredTruth: [255] });

  test("ignored pixels are in no score, and a class that is nowhere is in no mean", () => {
    const scores = scoresOf(four, [
      [0, 0, 1, 1, 255, 255, 2, 2],
      [0, 0, 1, 0, 2, 1, 2, 2],
    ]);
    expect(scores.classes.map(({ iou }) => iou)).toEqual([2 / 3, 1 / 2, 1, undefined]);
    expect(scores.meanIou).toBeCloseTo(0.7222, 4);
    expect([scores.pixels, scores.pixelAccuracy, scores.meanClassAccuracy]).toEqual([6, 5 / 6, 2.5 / 3]);
  });

  test("counts are added over images before anything is divided", () => {
    const two = numberedLabels("two", ["a", "b"]);
    const scores = scoresOf(
      two,
      [
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 1],
      ],
      [
        [0, 1, 1, 1, 1],
        [0, 0, 0, 0, 1],
      ],
    );
    // a: 5 of 8, b: 2 of 5.
    expect(scores.meanIou).toBeCloseTo(0.5125, 12);
  });

  test("a class that is predicted and is not there is 0, and has no accuracy", () => {
    const { classes, meanClassAccuracy } = scoresOf(four, [
      [0, 0],
      [0, 3],
    ]);
    expect([classes[3]!.iou, classes[3]!.accuracy, meanClassAccuracy]).toEqual([0, undefined, 1 / 2]);
  });

  test("nothing at all has no scores", () => {
    const { meanIou, pixelAccuracy, pairs } = new Evaluation(four).scores();
    expect([meanIou, pixelAccuracy, pairs]).toEqual([undefined, undefined, 0]);
    expect(scoresOf(four, [[255], [0]]).meanIou).toBeUndefined();
  });

  test("an ignored label may be predicted, which is a miss, and what is predicted on it is nothing", () => {
    // Road as parking, parking as road, and road as road.
    expect(
      named(
        scoresOf(cityscapes, [
          [7, 9, 7],
          [9, 7, 7],
        ]),
        "road",
      ).iou,
    ).toBe(1 / 2);
    expect(
      scoresOf(camvid, [
        [0, 11, 0],
        [11, 0, 0],
      ]).classes[0]!.iou,
    ).toBe(1 / 2);
  });

  test("a category is one label, whichever of its own was predicted", () => {
    const scores = scoresOf(cityscapes, [
      [7, 8, 11, 26],
      [8, 7, 7, 29],
    ]);
    expect(named(scores, "flat").iou).toBe(2 / 3);
    expect(named(scores, "road").iou).toBe(0);
    // Caravans are ignored, so they are no vehicles that are found.
    expect(named(scores, "vehicle").iou).toBe(0);
    const names = ["flat", "construction", "object", "nature", "sky", "human", "vehicle"];
    expect(scores.categories.map(({ name }) => name)).toEqual(names);
  });
});

describe("Instances", () => {
  const [car, person, caravan, road] = [26, 24, 29, 7];
  const carSize = 12794.0202738185;

  const add = (truth: readonly number[], prediction: readonly number[], numbers: readonly number[]) => {
    const evaluation = new Evaluation(cityscapes);
    evaluation.add({ truth: row(truth), prediction: row(prediction), instances: instancesOf(numbers) });
    return evaluation.scores();
  };

  test("each thing weighs as much as another, and what is wrongly found as many pixels as it has", () => {
    // A car of four pixels, all found; one of one pixel, missed; a car where there is road.
    const scores = add(
      [car, car, car, car, car, road],
      [car, car, car, car, road, car],
      [26000, 26000, 26000, 26000, 26001, 7],
    );
    expect(named(scores, "car").instanceIou).toBeCloseTo(carSize / (2 * carSize + 1), 12);
    expect(named(scores, "car").iou).toBe(4 / 6);
    expect(named(scores, "road").instanceIou).toBeUndefined();
    expect(scores.meanInstanceIou).toBe(named(scores, "car").instanceIou);
  });

  test("a group, which is one number below 1000, is no thing, though it is in the union of what is found", () => {
    const scores = add([car, car, person], [car, car, car], [26, 26000, 24]);
    expect(named(scores, "car").instanceIou).toBeCloseTo(carSize / (carSize + 1), 12);
    expect(named(scores, "person").instanceIou).toBeUndefined();
  });

  test("a car taken for a caravan is a vehicle found by things, and a caravan is no thing to find", () => {
    const scores = add([car, caravan], [caravan, car], [26000, 29000]);
    expect(named(scores, "car").instanceIou).toBe(0);
    expect(named(scores, "vehicle").instanceIou).toBe(1);
    expect(named(scores, "vehicle").iou).toBe(0);
    expect(named(scores, "flat").instanceIou).toBeUndefined();
  });

  test("of a label that has none are refused, and change nothing", () => {
    const evaluation = new Evaluation(cityscapes);
    const pair = { truth: row([7, 7]), prediction: row([7, 7]) };
    for (const number of [7001, 34000, 65535])
      expect(() => evaluation.add({ ...pair, instances: instancesOf([7, number]) })).toThrow(
        `instances.png: ${number} at column 1, row 0 is no instance of a label of Cityscapes that has any`,
      );
    expect(evaluation.counts.pairs).toBe(0);
    evaluation.add({ ...pair, instances: instancesOf([7, 1000]) });
    expect(evaluation.scores().meanInstanceIou).toBeUndefined();
  });

  test("are given with all pairs or with none", () => {
    const evaluation = new Evaluation(cityscapes);
    evaluation.add({ truth: row([7]), prediction: row([7]) });
    const pair = { truth: row([7], "b.png"), prediction: row([7]), instances: instancesOf([7]) };
    expect(() => evaluation.add(pair)).toThrow(UnlikeCountsError);
    expect(() => evaluation.add(pair)).toThrow("b.png: with it 1 of 2 pairs have a map of instances");
    expect(evaluation.counts.pairs).toBe(1);
  });
});

describe("What is refused names the file, and changes nothing", () => {
  const evaluation = new Evaluation(cityscapes);

  test.each([34, 255])("a prediction of %d", (value) => {
    const add = () => evaluation.add({ truth: row([0, 7, 7]), prediction: row([7, 7, value], "out/b.png") });
    expect(add).toThrow(UnknownLabelError);
    expect(add).toThrow(`out/b.png: ${value} at column 2, row 0 is no label of Cityscapes`);
  });

  test("a prediction of 255 where 255 is truth that is ignored", () => {
    const set = numberedLabels("two", ["a", "b"], { ignoredTruth: [255] });
    expect(() => scoresOf(set, [[255], [255]])).toThrow("a.png: 255 at column 0, row 0 is no label of two");
  });

  test("wide numbers, negative ones too", () => {
    for (const value of [-1, 263, 65543]) {
      const truth = { ...row([7, 7]), data: Int32Array.of(7, value) };
      expect(() => evaluation.add({ truth, prediction: row([7, 7]) })).toThrow(`a.png: ${value} at column 1, row 0`);
    }
  });

  test("maps of other sizes", () => {
    const add = (prediction: LabelMap) => () => evaluation.add({ truth: row([7, 7]), prediction });
    expect(add(row([7], "b.png"))).toThrow("b.png: is 1x1, but a.png 2x1");
    expect(add({ ...row([7, 7], "b.png"), width: 1 })).toThrow("b.png: 1x1 is no size of 2 pixels");
    expect(add(row([7]))).toThrow(MapSizeError);
  });

  test("counts of other labels", () => {
    expect(() => evaluation.merge(new Evaluation(camvid).counts)).toThrow(
      "merged counts: counts of CamVid cannot be added to those of Cityscapes",
    );
  });

  test("and so nothing was added", () => {
    expect(evaluation.counts).toEqual(new Evaluation(cityscapes).counts);
  });
});

test("Values that stand for ids score as these: train ids of truth, channels of a network", () => {
  const evaluation = new Evaluation(cityscapes);
  const truth = { ...row([0, 18, 255, 13]), ids: cityscapesTrainIds };
  const prediction = { ...row([0, 18, 0, 19]), ids: cityscapesChannels };
  evaluation.add({ truth, prediction, instances: instancesOf([7, 33000, 0, 26000]) });
  const same = new Evaluation(cityscapes);
  same.add({
    truth: row([7, 33, 0, 26]),
    prediction: row([7, 33, 7, 0]),
    instances: instancesOf([7, 33000, 0, 26000]),
  });
  expect(evaluation.counts).toEqual(same.counts);
  expect(named(same.scores(), "bicycle").instanceIou).toBe(1);
  expect(() => evaluation.add({ truth, prediction: { ...prediction, data: Uint8Array.of(0, 20, 0, 0) } })).toThrow(
    "a.png: 20 at column 1, row 0 is no label of Cityscapes",
  );
});

describe("Any maps of Cityscapes", () => {
  const things = cityscapes.labels.filter(({ instances }) => instances !== undefined).map(({ id }) => id);
  const label = fc.oneof(fc.constantFrom(7, 8, 23), fc.constantFrom(...things), fc.integer({ min: 0, max: 33 }));
  const pixel = fc.record({
    truth: label,
    prediction: label,
    isHit: fc.boolean(),
    thing: fc.integer({ min: 0, max: 2 }),
  });
  const anyPair = fc.array(pixel, { minLength: 1, maxLength: 60 }).map(
    (pixels): SlowPair => ({
      truth: pixels.map(({ truth }) => truth),
      prediction: pixels.map(({ truth, prediction, isHit }) => (isHit ? truth : prediction)),
      // A group where the number is 2.
      instances: pixels.map(({ truth, thing }) => (things.includes(truth) && thing < 2 ? 1000 * truth + thing : truth)),
    }),
  );
  const anyPairs = fc.array(anyPair, { minLength: 1, maxLength: 4 });

  function evaluationOf(pairs: readonly SlowPair[]): Evaluation {
    const evaluation = new Evaluation(cityscapes);
    for (const { truth, prediction, instances } of pairs)
      evaluation.add({ truth: row(truth), prediction: row(prediction), instances: instancesOf(instances) });
    return evaluation;
  }

  test("score as pixel by pixel and class by class", () => {
    const near = (given: number | undefined, expected: number) => {
      // Nothing where the other way divides by nothing.
      expect([given === undefined, given ?? 0]).toEqual([Number.isNaN(expected), expect.closeTo(expected || 0, 12)]);
    };
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const slow = new SlowScores(cityscapes, pairs);
        const { classes, categories, pixelAccuracy } = evaluationOf(pairs).scores();
        near(pixelAccuracy, slow.pixelAccuracy());
        for (const { name, iou, instanceIou, accuracy } of classes) {
          const { id, instances } = cityscapes.labels.find((each) => each.name === name)!;
          near(iou, slow.iou([id]));
          near(accuracy, slow.accuracy(id));
          near(instanceIou, instances === undefined ? Number.NaN : slow.instanceIou([id]));
        }
        for (const { name, iou, instanceIou } of categories) {
          const all = cityscapes.labels.filter(({ category }) => category === name);
          const ids = all.filter(({ isIgnored }) => isIgnored !== true).map(({ id }) => id);
          near(iou, slow.iou(ids));
          const columns = all.map(({ id }) => id);
          near(instanceIou, name === "human" || name === "vehicle" ? slow.instanceIou(ids, columns) : Number.NaN);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("score the same in one evaluation and in several that are merged", () => {
    fc.assert(
      fc.property(anyPairs, anyPairs, (some, others) => {
        const merged = evaluationOf(some);
        // As it comes from a worker.
        merged.merge(structuredClone(evaluationOf(others).counts));
        const together = evaluationOf([...some, ...others]);
        expect(merged.counts.confusion).toEqual(together.counts.confusion);
        expect(merged.scores().meanInstanceIou ?? -1).toBeCloseTo(together.scores().meanInstanceIou ?? -1, 12);
        expect(merged.scores().pairs).toBe(some.length + others.length);
      }),
      { numRuns: 10 },
    );
  });
});
