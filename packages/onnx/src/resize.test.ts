/** Resizing by every rule beside ONNX Runtime, at sizes and scales that nobody chose. */
import {
  type Model,
  buildGraph,
  elementCount,
  evaluate,
  float32,
  floatTensor,
  givenWeights,
  resize,
} from "@linknet-kit/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { differences, runOnnxRuntime } from "./runtime.test.fixture.js";

const SCALES = [0.5, 0.6, 0.8, 1, 1.5, 2, 2.3, 3];

const side = fc.integer({ min: 1, max: 7 });
const calls = fc
  .record({
    shape: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), side, side),
    sides: fc.tuple(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 13 })),
    scales: fc.option(fc.tuple(fc.constantFrom(...SCALES), fc.constantFrom(...SCALES))),
    mode: fc.constantFrom("nearest", "linear", "cubic"),
    coordinates: fc.constantFrom(
      "half_pixel",
      "half_pixel_symmetric",
      "pytorch_half_pixel",
      "align_corners",
      "asymmetric",
    ),
    rounding: fc.constantFrom("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
    cubicA: fc.constantFrom(-0.75, -0.5),
    excludeOutside: fc.boolean(),
  })
  .map(({ shape, sides, scales, excludeOutside, ...more }) => {
    const given = { ...more, excludeOutside: excludeOutside && more.mode === "cubic" };
    const [batch, channels, ...image] = shape;
    if (scales === null) return { shape, given: { ...given, size: [batch, channels, ...sides] } };
    const size = image.map((each, axis) => Math.floor(Math.fround(each * Math.fround(scales[axis]!))));
    return { shape, given: { ...given, size: [batch, channels, ...size], scales: [1, 1, ...scales] } };
  })
  // Nothing is left of a side, or readers do it differently.
  .filter(({ shape, given }) => {
    const { size, coordinates } = given;
    const isWhole = !("scales" in given) || given.scales.every((scale, axis) => Number.isInteger(scale * shape[axis]!));
    return !size.includes(0) && (coordinates !== "align_corners" || isWhole);
  });

const place = fc.constantFrom(-0.5, -0.1, 0, 0.1, 0.25, 0.4, 0.6, 0.8, 1, 1.25, 1.5);
const crops = fc
  .record({
    shape: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), side, side),
    sides: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
    starts: fc.tuple(place, place),
    ends: fc.tuple(place, place),
    mode: fc.constantFrom("nearest", "linear", "cubic"),
    rounding: fc.constantFrom("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
    extrapolation: fc.constantFrom(0, 10, -2.5),
    opset: fc.constantFrom(11, 13, 18, 19),
  })
  .map(({ shape, sides, starts, ends, opset, ...more }) => {
    const [batch, channels] = shape;
    const region = { regionStart: [0, 0, ...starts], regionEnd: [1, 1, ...ends] };
    const coordinates = "tf_crop_and_resize" as const;
    return { shape, opset, given: { ...more, ...region, coordinates, size: [batch, channels, ...sides] } };
  });

/** Ties that float32 decides, by the order of four operations, are refused. */
function writtenUnlessUndecided(model: Model, opset: number): Uint8Array | undefined {
  try {
    return encodeOnnx(model, { opset });
  } catch (error) {
    if (/rounding errors decide/.test(String(error))) return undefined;
    throw error;
  }
}

/** Where the reference and ONNX Runtime differ. */
const problemsOf = async ({
  shape,
  given,
  opset = 19,
}: {
  readonly shape: readonly number[];
  readonly given: Parameters<typeof resize>[0];
  readonly opset?: number;
}): Promise<readonly string[]> => {
  const graph = buildGraph("resized", { name: "x", type: float32(...shape) }, (image) => resize(given)(image), "y");
  const model = { graph, weights: givenWeights(new Map()) };
  const data = Array.from({ length: elementCount({ shape }) }, (_, index) => ((index * 7) % 19) - 9);
  const x = floatTensor(shape, data);
  const bytes = writtenUnlessUndecided(model, opset);
  if (bytes === undefined) return [];
  const expected = await runOnnxRuntime(bytes, { x });
  // Cubic weights cancel out: what is left is rounded as what it is made of.
  return differences(evaluate(model, { x }), expected, 1e-4);
};

test("So is a region of it, and what stands where that reaches over its ends", async () => {
  await fc.assert(
    fc.asyncProperty(crops, async (each) => {
      expect(await problemsOf(each)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("A resized tensor is what ONNX Runtime makes of it, whatever the mode, the coordinates and the sizes", async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (each) => {
      expect(await problemsOf(each)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});
