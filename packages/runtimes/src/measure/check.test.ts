import {
  GraphBuilder,
  type Layer,
  buildGraph,
  float32,
  int64,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  relu,
  sizeOf,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { allowedShareAbove, describeComparison, isRight, passesPositions } from "./check.js";

const graphOf = (layer: Layer) => buildGraph("g", { name: "x", type: float32(1, 1, 4, 4) }, layer, "y");
const pooled: Layer = (x) => maxPool2d({ kernel: 2, stride: 2 })(x);
const unpooled: Layer = (x) => {
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(x);
  return maxUnpool2d({ kernel: 2, stride: 2, size: sizeOf(x) })(y, indices);
};

test("Positions that are an input are the same for everyone, so that nothing may be off", () => {
  const builder = new GraphBuilder("g");
  const indices = builder.input("indices", int64(1, 1, 2, 2));
  const x = builder.input("x", float32(1, 1, 2, 2));
  const graph = builder.build({ y: maxUnpool2d({ kernel: 2, stride: 2, size: [4, 4] })(x, indices) });
  expect(passesPositions(graph)).toBe(false);
  expect(allowedShareAbove(graph)).toBe(0);
});

test("Only a network that uses positions of maxima passes them on", () => {
  expect(passesPositions(graphOf(relu()))).toBe(false);
  expect(passesPositions(graphOf(pooled))).toBe(false);
  expect(passesPositions(graphOf(unpooled))).toBe(true);
});

describe("An output is right", () => {
  const slight = { relativeError: 5e-2, shareAbove: 0.1 };

  test("when every element is within the tolerance", () => {
    expect(isRight({ relativeError: 1e-5, shareAbove: 0 }, allowedShareAbove(graphOf(pooled)))).toBe(true);
    expect(isRight(slight, allowedShareAbove(graphOf(pooled)))).toBe(false);
  });

  test("or half of them where near-equal maxima may change places", () => {
    expect(isRight(slight, allowedShareAbove(graphOf(unpooled)))).toBe(true);
    expect(isRight({ ...slight, shareAbove: 0.6 }, allowedShareAbove(graphOf(unpooled)))).toBe(false);
  });

  test("never when it cannot be compared", () => {
    expect(isRight({ mismatch: "shape" }, 1)).toBe(false);
  });
});

test("A comparison in words has the error, and the share above the tolerance where there is one", () => {
  expect(describeComparison({ relativeError: 1.23e-6, shareAbove: 0 })).toBe("relative error 1.2e-6");
  expect(describeComparison({ relativeError: 0.05, shareAbove: 0.161 })).toBe(
    "relative error 5.0e-2, 16 % of the elements above 0.0001",
  );
  expect(describeComparison({ relativeError: 0.05, shareAbove: 0.5 }, 0.01)).toMatch(/elements above 0.01$/);
  expect(describeComparison({ relativeError: 2.3, shareAbove: 1 })).toMatch(/, 100 % of the elements/);
  expect(describeComparison({ mismatch: 'the output "y" is missing' })).toBe('the output "y" is missing');
});
