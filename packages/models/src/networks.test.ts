import { UnknownNameError } from "@linknet-kit/base";
import {
  type Graph,
  InvalidOptionError,
  type NetworkOptions,
  TensorTooLargeError,
  countCost,
  evaluate,
  floatTensor,
  floats,
  inputValues,
  outputValues,
  scrambledWeights,
} from "@linknet-kit/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildNetwork, findNetwork, networks, realTimeNetworks } from "./networks.js";
import { noise } from "./noise.test.fixture.js";

/** Every value is assigned once, before it is read, and, pooling indices aside, is read. */
function expectWellFormed(graph: Graph): void {
  const assigned = [...graph.inputs, ...graph.parameters].map(({ name }) => name);
  const known = new Set(assigned);
  const read = new Set(graph.outputs.map(({ name }) => name));
  const early: string[] = [];
  for (const node of graph.nodes) {
    const names = inputValues(node).map(({ name }) => name);
    early.push(...names.filter((name) => !known.has(name)));
    for (const name of names) read.add(name);
    for (const { name } of outputValues(node)) {
      assigned.push(name);
      known.add(name);
    }
  }
  expect(early).toEqual([]);
  expect(known.size).toBe(assigned.length);
  expect(assigned.filter((name) => !read.has(name) && !name.endsWith("/indices"))).toEqual([]);
}

describe.each(networks)("$title", ({ name, minimumSide }) => {
  test("takes any size, batch, number of classes and width", () => {
    const side = fc.integer({ min: minimumSide, max: 200 });
    const options = fc.record({
      size: fc.record({ width: side, height: side }),
      batch: fc.integer({ min: 1, max: 3 }),
      classes: fc.integer({ min: 1, max: 40 }),
      width: fc.constantFrom(0.05, 0.25, 0.5, 1, 2),
    });
    fc.assert(
      fc.property(options, (given) => {
        const graph = buildNetwork(name, given);
        const { size, batch, classes } = given;
        expect(graph.inputs).toEqual([
          { name: "image", type: { dtype: "float32", shape: [batch, 3, size.height, size.width] } },
        ]);
        expect(graph.outputs).toEqual([
          { name: "logits", type: { dtype: "float32", shape: [batch, classes, size.height, size.width] } },
        ]);
        expectWellFormed(graph);
      }),
      { numRuns: 25 },
    );
  });

  test("is the paper's at width 1, and has fewer or more parameters at others", () => {
    const [quarter, whole, double] = [0.25, 1, 2].map((width) => countCost(buildNetwork(name, { width })).parameters);
    expect(whole).toBe(countCost(buildNetwork(name)).parameters);
    expect(quarter).toBeLessThan(whole! / 10);
    expect(double).toBeGreaterThan(3 * whole!);
  });
});

describe.each(realTimeNetworks)("$title", ({ name, minimumSide }) => {
  test.each([
    [minimumSide, minimumSide],
    [33, 47],
    [65, 32],
  ])("runs at %dx%d: the samples of a batch do not touch each other", (width, height) => {
    const options = { size: { width, height }, classes: 3, width: 0.25 };
    const pair = buildNetwork(name, { ...options, batch: 2 });
    const single = buildNetwork(name, options);
    const image = noise(1, [2, 3, height, width]);
    const { logits } = evaluate({ graph: pair, weights: scrambledWeights(pair, 1) }, { image });
    expect(logits!.shape).toEqual([2, 3, height, width]);
    // As many logits as numbers in the image, three for each pixel.
    const length = 3 * height * width;
    const alone = [0, 1].map((sample) => {
      const one = floatTensor([1, 3, height, width], image.data.subarray(sample * length, (sample + 1) * length));
      const { logits: own } = evaluate({ graph: single, weights: scrambledWeights(single, 1) }, { image: one });
      return floats(own!);
    });
    expect(logits!.data.slice(0, length)).toEqual(alone[0]);
    expect(logits!.data.slice(length)).toEqual(alone[1]);
    expect(alone[0]!.every(Number.isFinite)).toBe(true);
    expect(new Set(alone[0]).size).toBeGreaterThan(length / 2);
    expect(alone[0]).not.toEqual(alone[1]);
  });
});

describe("What is refused before anything is built", () => {
  const side = "expected a whole number from 32 to 16384";
  test.each<[string, Partial<NetworkOptions>, string]>([
    ["a width of 0", { size: { width: 0, height: 64 } }, `the image width of linknet is 0, ${side}`],
    ["a negative height", { size: { width: 64, height: -64 } }, `the image height of linknet is -64, ${side}`],
    ["a fraction of a pixel", { size: { width: 64.5, height: 64 } }, `the image width of linknet is 64.5, ${side}`],
    ["no number", { size: { width: Number.NaN, height: 64 } }, `the image width of linknet is NaN, ${side}`],
    ["a side below the smallest", { size: { width: 64, height: 31 } }, `the image height of linknet is 31, ${side}`],
    [
      "a side beyond the largest",
      { size: { width: 16385, height: 64 } },
      `the image width of linknet is 16385, ${side}`,
    ],
    [
      "an infinite side",
      { size: { width: Number.POSITIVE_INFINITY, height: 64 } },
      `the image width of linknet is Infinity, ${side}`,
    ],
    ["no class", { classes: 0 }, "the classes of linknet is 0, expected a whole number from 1 to 65536"],
    ["half a class", { classes: 1.5 }, "the classes of linknet is 1.5, expected a whole number from 1 to 65536"],
    ["no image", { batch: 0 }, "the batch of linknet is 0, expected a whole number from 1 to 4096"],
    ["too many images", { batch: 4097 }, "the batch of linknet is 4097, expected a whole number from 1 to 4096"],
    ["no width", { width: 0 }, "the width multiplier of linknet is 0, expected more than 0, at most 16"],
    [
      "an unknown width",
      { width: Number.NaN },
      "the width multiplier of linknet is NaN, expected more than 0, at most 16",
    ],
    ["too wide a network", { width: 17 }, "the width multiplier of linknet is 17, expected more than 0, at most 16"],
  ])("%s", (_, given, message) => {
    expect(() => buildNetwork("linknet", given)).toThrow(message);
    expect(() => buildNetwork("linknet", given)).toThrow(InvalidOptionError);
  });

  test("ENet takes smaller images than the others", () => {
    const size = { width: 8, height: 8 };
    expect(buildNetwork("enet", { size }).outputs[0]!.type.shape).toEqual([1, 20, 8, 8]);
    expect(() => buildNetwork("segnet", { size })).toThrow(
      "the image width of segnet is 8, expected a whole number from 32 to 16384",
    );
    expect(() => buildNetwork("enet", { size: { width: 8, height: 7 } })).toThrow(
      "the image height of enet is 7, expected a whole number from 8 to 16384",
    );
  });

  test("sizes that fit each alone, but whose tensors no runtime can address", () => {
    const before = process.memoryUsage().arrayBuffers;
    const build = () => buildNetwork("linknet", { size: { width: 16384, height: 16384 }, batch: 4096 });
    expect(build).toThrow(TensorTooLargeError);
    expect(build).toThrow('"image" of shape 4096x3x16384x16384 has more than 2147483647 elements');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });

  test("a network that is not there, with the nearest that is", () => {
    expect(() => findNetwork("linknt")).toThrow(UnknownNameError);
    expect(() => buildNetwork("linknt")).toThrow('there is no network "linknt"; did you mean "linknet"?');
    expect(findNetwork("segnet").title).toBe("SegNet");
  });
});
