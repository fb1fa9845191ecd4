/** An invented accuracy file for tests: a road and a car of CamVid in 100 pixels, of which so many are found. */
import type { AccuracyFile, AccuracyResult } from "@linknet-kit/results";
import { exampleCount } from "../exampleResults.test.fixture.js";

const SIZE = { width: 640, height: 360 };
/** One pixel. */
export const PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Of 60 pixels of road and 40 of cars; what is not found is called the other. */
export function exampleResult(
  found: { readonly road: number; readonly car: number },
  more: Partial<AccuracyResult> = {},
): AccuracyResult {
  const road = { found: found.road, all: 60, wrong: 40 - found.car };
  const car = { found: found.car, all: 40, wrong: 60 - found.road };
  const [roadIou, carIou] = [road, car].map((each) => each.found / (each.all + each.wrong));
  return {
    network: "linknet",
    artifact: "run",
    dtype: "fp32",
    output: "logits",
    runtime: "onnxruntime-node/cpu",
    runtimeVersion: "1.0",
    device: "a processor",
    size: SIZE,
    mean: [0, 0, 0],
    resizing: "none",
    images: 2,
    imagesWithInstances: 0,
    imagesPerSecond: 3,
    cost: exampleCount("linknet", SIZE),
    scores: {
      pixels: 100,
      pixelAccuracy: (found.road + found.car) / 100,
      meanClassAccuracy: (found.road / 60 + found.car / 40) / 2,
      meanIou: (roadIou! + carIou!) / 2,
      classes: [
        { name: "road", pixels: 60, iou: roadIou, accuracy: found.road / 60 },
        { name: "car", pixels: 40, iou: carIou, accuracy: found.car / 40 },
      ],
      categories: [],
    },
    confusion: {
      labels: [
        { name: "road", isIgnored: false },
        { name: "car", isIgnored: false },
      ],
      pixels: [
        [road.found, car.wrong],
        [road.wrong, car.found],
      ],
    },
    ...more,
  };
}

export function exampleAccuracy(
  results: readonly AccuracyResult[],
  more: Partial<AccuracyFile["dataSet"]> = {},
): AccuracyFile {
  return {
    accuracyVersion: 1,
    createdAt: "2026-01-02T03:04:05.000Z",
    dataSet: { name: "scenes", labels: "camvid", split: "test", images: 2, ...more },
    results: [...results],
  };
}
