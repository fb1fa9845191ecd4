import { type Model, countCost } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../suite/fingerprint.js";
import { type RoofModel, roofKinds, withRoofModels } from "./roofModels.js";

const [matrixProduct, copy] = roofKinds.map(({ models }) => models) as [readonly RoofModel[], readonly RoofModel[]];

const bytesOf = (shape: readonly number[]): number => 4 * shape.reduce((product, side) => product * side, 1);
const sizeOf = ({ request: { size } }: RoofModel): string => `${size.width}x${size.height}`;

describe("The matrix product", () => {
  test.each(matrixProduct.map((model) => [sizeOf(model), model] as const))(
    "of %s is as much work as its graph is counted to be",
    (_, model) => {
      const { macs } = countCost(model.build().graph);
      expect(model.work).toEqual((2 * macs) / 1e9);
    },
  );

  test("copies in and out little beside what it computes, the large ones hardly anything", () => {
    const copied = ({ build }: RoofModel): number => {
      const { inputs, outputs } = build().graph;
      return bytesOf(inputs[0]!.type.shape) + bytesOf(outputs[0]!.type.shape);
    };
    const flopsPerByte = matrixProduct.map((model) => (1e9 * model.work) / copied(model));
    expect(flopsPerByte[0]).toBeGreaterThan(500);
    for (const ratio of flopsPerByte.slice(1)) expect(ratio).toBeGreaterThan(10_000);
  });
});

describe.each(copy.map((model) => [sizeOf(model), model] as const))("The copy of %s", (_, { build, work }) => {
  const { nodes, inputs, outputs } = build().graph;
  const images = nodes.map(({ outputs: { y } }) => bytesOf(y!.type.shape));

  test("counts every large image once as written and as often as it is read", () => {
    const written = images.slice(0, -1);
    const read = nodes.slice(1).map((_node, index) => images[index]!);
    const total = [...written, ...read].reduce((sum, bytes) => sum + bytes, 0);
    expect(work).toEqual(total / 1e9);
  });

  test("moves little in and out beside that, and each image is larger than caches are", () => {
    const ends = [inputs[0]!, outputs[0]!].map(({ type }) => bytesOf(type.shape));
    expect(ends[0]! + ends[1]!).toBeLessThan(0.01 * work * 1e9);
    expect(Math.min(...images.slice(0, -1))).toBeGreaterThanOrEqual(64 * 2 ** 20);
  });
});

test("More work is so much more that what took 5 ms takes tens of them, and never a second", () => {
  for (const { models } of roofKinds) {
    const factors = models.slice(1).map(({ work }, index) => work / models[index]!.work);
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(8);
    expect(Math.max(...factors)).toBeLessThan(200);
  }
});

test("A suite knows each by its size, the least at any other size, and other networks as before", async () => {
  const modelOf = withRoofModels(() => Promise.reject(new Error("another network")));
  const fingerprint = async (request: RoofModel["request"]): Promise<string> =>
    fingerprintOf(((await modelOf(request)) as Model).graph);
  for (const { models } of roofKinds) {
    for (const { request, build } of models) expect(await fingerprint(request)).toBe(fingerprintOf(build().graph));
    const [{ request, build }] = models as [RoofModel];
    const small = { ...request, size: { width: 64, height: 48 } };
    expect(await fingerprint(small)).toBe(fingerprintOf(build().graph));
  }
  await expect(modelOf({ network: "enet", size: { width: 8, height: 8 }, batch: 1 })).rejects.toThrow(
    "another network",
  );
});
