import { countCost } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { roofModels } from "./roofModels.js";

const [matrixProduct, copy] = roofModels;

describe("the matrix product", () => {
  test("is as much work as its graph is counted to be", () => {
    const { macs } = countCost(matrixProduct!.build().graph);
    expect(matrixProduct!.work).toEqual({ of: "gflops", amount: (2 * macs) / 1e9 });
  });
});

describe("the copy", () => {
  const { nodes, inputs, outputs } = copy!.build().graph;
  const bytesOf = (shape: readonly number[]): number => 4 * shape.reduce((product, side) => product * side, 1);
  const images = nodes.map(({ outputs: { y } }) => bytesOf(y!.type.shape));

  test("counts every large image once as written and as often as it is read", () => {
    const written = images.slice(0, -1);
    const read = nodes.slice(1).map((_, index) => images[index]!);
    const total = [...written, ...read].reduce((sum, bytes) => sum + bytes, 0);
    expect(copy!.work).toEqual({ of: "gigabytesPerSecond", amount: total / 1e9 });
  });

  test("moves little in and out beside that, and each image is larger than caches are", () => {
    const ends = [inputs[0]!, outputs[0]!].map(({ type }) => bytesOf(type.shape));
    expect(ends[0]! + ends[1]!).toBeLessThan(0.01 * copy!.work.amount * 1e9);
    expect(Math.min(...images.slice(0, -1))).toBeGreaterThanOrEqual(64 * 2 ** 20);
  });
});
