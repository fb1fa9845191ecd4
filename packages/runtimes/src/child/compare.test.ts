import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Value, float32, floatTensor, int64, intTensor } from "@linknet-kit/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compareOutputs } from "../measure/compare.js";
import { compareTensors } from "../measure/compareTensors.js";
import type { Comparison } from "../measure/measurement.js";
import type { Tensors } from "../runtime/runtime.js";
import { loadOutput, storeOutputs } from "./stored.js";

const tensor = (...data: number[]) => floatTensor([data.length], data);

describe("The error of a tensor", () => {
  test("is the largest difference relative to the largest expected value", () => {
    expect(compareTensors(tensor(1, -99, 3), tensor(1, -100, 2), 0.05)).toEqual({
      relativeError: 0.01,
      shareAbove: 0,
    });
  });

  test("comes with the share of elements above the tolerance", () => {
    expect(compareTensors(tensor(1, 1, 1, 9), tensor(1, 1, 2, 10), 0.05)?.shareAbove).toBe(0.5);
  });

  test("is absolute where zeros are expected", () => {
    expect(compareTensors(tensor(0, 0.25), tensor(0, 0), 0.1)).toEqual({ relativeError: 0.25, shareAbove: 0.5 });
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("is none where the output holds %d", (value) => {
    expect(compareTensors(tensor(1, value), tensor(1, 1), 1)).toBeUndefined();
  });

  test("is none where the expected output is not finite either", () => {
    expect(compareTensors(tensor(Number.NaN), tensor(Number.NaN), 1)).toBeUndefined();
  });
});

describe("Outputs", () => {
  const outputs: readonly Value[] = [
    { name: "logits", type: float32(2) },
    { name: "labels", type: int64(2) },
  ];
  const expected: Tensors = { logits: tensor(1, 2), labels: intTensor([2], [3, 4]) };
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), "outputs-")), "new");
    await storeOutputs(folder, outputs, expected);
  });
  afterEach(async () => {
    await rm(join(folder, ".."), { recursive: true });
  });

  const compare = (actual: Tensors): Promise<Comparison> =>
    compareOutputs(outputs, actual, {
      expectedOf: (index) => loadOutput(folder, index),
      tolerance: 1e-4,
    });

  test("are kept to the bit, integers too", async () => {
    expect(await loadOutput(folder, 0)).toEqual(expected.logits);
    expect(await loadOutput(folder, 1)).toEqual(expected.labels);
  });

  test("compare by the worst of them", async () => {
    expect(await compare(expected)).toEqual({ relativeError: 0, shareAbove: 0 });
    const actual = { ...expected, labels: intTensor([2], [3, 5]) };
    expect(await compare(actual)).toEqual({ relativeError: 0.25, shareAbove: 0.5 });
  });

  test("that are missing, of another shape or not finite do not compare", async () => {
    const { logits } = expected;
    expect(await compare({ logits: logits! })).toEqual({ mismatch: 'the output "labels" is missing' });
    const longer = { ...expected, logits: tensor(1, 2, 3) };
    expect(await compare(longer)).toEqual({ mismatch: '"logits" is float32[3] instead of float32[2]' });
    const broken = { ...expected, logits: tensor(1, Number.NaN) };
    expect(await compare(broken)).toEqual({ mismatch: '"logits" holds values that are not finite' });
  });
});
