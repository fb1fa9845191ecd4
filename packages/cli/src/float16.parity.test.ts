/** Networks in float16 give in ONNX Runtime what the reference gives in float16, but for roundings of float16. */
import { evaluate, floatTensor, floats, scrambledWeights, toFloat16 } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";

/** Relative to the largest value: 16 steps of float16 between 1/2 and 1, gathered over all layers. */
const TOLERANCE = 2 ** -7;

/** Errors in rising order, relative to the largest expected value. */
async function errorsOf(network: string, graphOptimizationLevel: "all" | "disabled"): Promise<readonly number[]> {
  const graph = buildNetwork(network, { size: { width: 65, height: 49 }, width: 0.25 });
  const half = toFloat16().run({ graph, weights: scrambledWeights(graph, 11) });
  const image = floatTensor(
    [1, 3, 49, 65],
    Array.from({ length: 3 * 49 * 65 }, (_, index) => ((index * 7919) % 1009) / 1009),
  );
  const session = await InferenceSession.create(encodeOnnx(half), { logSeverityLevel: 3, graphOptimizationLevel });
  try {
    const { logits } = await session.run({ image: new Tensor("float32", image.data, [...image.shape]) });
    const expected = floats(evaluate(half, { image })["logits"]!);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const given = logits!.data as Float32Array;
    return Array.from(expected, (value, index) => Math.abs(value - given[index]!) / largest).toSorted((a, b) => a - b);
  } finally {
    await session.release();
  }
}

describe.each(["all", "disabled"] as const)("with optimisations %s", (level) => {
  test.each(["linknet", "linknet-without-bypass"])("%s agrees everywhere", async (network) => {
    const errors = await errorsOf(network, level);
    expect(errors.at(-1)).toBeLessThan(TOLERANCE);
  });

  // In so few bits many maxima are equal but for a rounding; which one is taken then moves a value by a pixel.
  test.each(["segnet", "enet"])("%s, which unpools, agrees in half of its outputs", async (network) => {
    const errors = await errorsOf(network, level);
    expect(errors[errors.length >> 1]).toBeLessThan(TOLERANCE);
  });
});
