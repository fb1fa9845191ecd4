/** Accuracy files: one by hand that holds, and hostile ones. */
import { expect, test } from "vitest";
import { parseAccuracyFile, printAccuracyFile } from "./accuracyFile.js";
import type { AccuracyFile } from "./accuracySchema.js";

/**
 * Of a road, a car and what is ignored, 10 pixels of which one is ignored: 4 of 5 roads and 3 of 4 cars are found. IoU of the road is
 * 4 / (5 + 1), of the car 3 / (4 + 1).
 */
const file: AccuracyFile = {
  accuracyVersion: 1,
  createdAt: "2026-01-02T03:04:05.000Z",
  dataSet: { name: "scenes", labels: "camvid", split: "test", images: 1 },
  results: [
    {
      network: "linknet",
      artifact: "run",
      dtype: "fp32",
      output: "logits",
      runtime: "onnxruntime-node/cpu",
      runtimeVersion: "1.0",
      device: "a processor",
      size: { width: 5, height: 2 },
      mean: [0, 0, 0],
      resizing: "none",
      images: 1,
      imagesWithInstances: 0,
      imagesPerSecond: 2.5,
      scores: {
        pixels: 9,
        pixelAccuracy: 7 / 9,
        meanClassAccuracy: (4 / 5 + 3 / 4) / 2,
        meanIou: (4 / 6 + 3 / 5) / 2,
        classes: [
          { name: "road", pixels: 5, iou: 4 / 6, accuracy: 4 / 5 },
          { name: "car", pixels: 4, iou: 3 / 5, accuracy: 3 / 4 },
        ],
        categories: [],
      },
      confusion: {
        labels: [
          { name: "road", isIgnored: false },
          { name: "car", isIgnored: false },
          { name: "void", isIgnored: true },
        ],
        pixels: [
          [4, 1, 0],
          [1, 3, 0],
          [1, 0, 0],
        ],
      },
    },
  ],
};

/** The file with another value at a path such as `results.0.images`. */
function changed(path: string, value: unknown): string {
  const copy = structuredClone(file) as unknown as Record<string, unknown>;
  const keys = path.split(".");
  const parent = keys.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy);
  parent[keys.at(-1)!] = value;
  return JSON.stringify(copy);
}

test("A file is read as it was printed, and what is not known in it is left out", () => {
  expect(parseAccuracyFile(printAccuracyFile(file), "a.json")).toEqual(file);
  expect(parseAccuracyFile(changed("more", 1), "a.json")).toEqual(file);
});

test.each([
  ["", "is not JSON"],
  ["[]", "is no accuracy file"],
  ["null", "is no accuracy file"],
  [changed("accuracyVersion", 2), "schema version 2"],
  [changed("createdAt", "yesterday"), "createdAt"],
  [changed("dataSet.labels", "__proto__"), "dataSet.labels"],
  [changed("results", []), "results"],
  [changed("results.0.images", -1), "results.0.images"],
  [changed("results.0.scores.meanIou", 1.5), "results.0.scores.meanIou"],
  [changed("results.0.scores.meanIou", 0.9), "the means are not those of the classes"],
  [changed("results.0.scores.classes.1.iou", 0.7), 'the scores of "car" are not those of the confusion matrix'],
  [changed("results.0.confusion.pixels", [[1]]), "the confusion matrix is not 3x3"],
  [changed("results.0.confusion.labels.1.name", "cart"), "the classes are not those of the confusion matrix"],
  [
    changed("results.0.triples", [{ name: "a", size: { width: 1, height: 1 }, image: "javascript:alert(1)" }]),
    "results.0.triples.0.image: is no PNG in base64",
  ],
])("A file that is wrong is refused with what is: %#", (text, words) => {
  expect(() => parseAccuracyFile(text, "a.json")).toThrow(words);
});
