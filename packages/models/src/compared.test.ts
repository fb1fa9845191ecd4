/** The networks that the paper compares its accuracy with: figures, structure, and values that PyTorch computed. */
import { type Value, countCost, evaluate, floats, scrambledWeights } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { buildNetwork } from "./networks.js";
import { noise } from "./noise.test.fixture.js";

test.each([
  ["dilation8", 134_313_443, "675.57", 11],
  ["dilation10", 134_373_043, "675.79", 19],
  ["deeplab-largefov", 20_503_379, "113.26", 19],
  ["deeplab-v2", 43_901_068, "166.02", 19],
])(
  "%s has %d parameters, %s billion multiply-accumulates at 640x360, and %d classes",
  (name, parameters, macs, classes) => {
    const graph = buildNetwork(name);
    const cost = countCost(graph);
    expect([cost.parameters, (cost.macs / 1e9).toFixed(2)]).toEqual([parameters, macs]);
    expect(graph.outputs[0]!.type.shape).toEqual([1, classes, 360, 640]);
  },
);

/** Of every convolution: kernel, gaps, stride and filters. */
function convolutionsOf(name: string): readonly string[] {
  return buildNetwork(name).nodes.flatMap(({ op, inputs, attributes, outputs }) => {
    if (op.name !== "conv") return [];
    const [kernel] = (inputs["weight"] as Value).type.shape.slice(2);
    const [dilation, stride] = ["dilation", "stride"].map((key) => (attributes[key] as readonly number[])[0]);
    return `${kernel} d${dilation} s${stride} ${outputs["y"]!.type.shape.slice(1).join("x")}`;
  });
}

describe("Dilation", () => {
  test("has VGG16's convolutions without padding, the last with gaps, and a context module of as many channels as classes", () => {
    const all = convolutionsOf("dilation8");
    expect(all.slice(0, 3)).toEqual(["3 d1 s1 64x730x1010", "3 d1 s1 64x728x1008", "3 d1 s1 128x362x502"]);
    expect(all.slice(10, 16)).toEqual([
      "3 d2 s1 512x77x112",
      "3 d2 s1 512x73x108",
      "3 d2 s1 512x69x104",
      "7 d4 s1 4096x45x80",
      "1 d1 s1 4096x45x80",
      "1 d1 s1 11x45x80",
    ]);
    const context = [1, 1, 2, 4, 8, 16, 1].map((gaps) => `3 d${gaps} s1 11x45x80`);
    expect(all.slice(16)).toEqual([...context, "1 d1 s1 11x45x80"]);
    const larger = [1, 1, 2, 4, 8, 16, 32, 64, 1].map((gaps) => `3 d${gaps} s1 19x45x80`);
    expect(convolutionsOf("dilation10").slice(16)).toEqual([...larger, "1 d1 s1 19x45x80"]);
  });

  test.each([
    [640, 360, 186, 186],
    [641, 367, 193, 187],
  ])("at %dx%d the mirror is %d pixels wide at the right and %d below", (width, height, right, below) => {
    const graph = buildNetwork("dilation10", { size: { width, height } });
    expect(graph.nodes[0]!.attributes).toMatchObject({
      mode: "reflect",
      before: [0, 0, 186, 186],
      after: [0, 0, below, right],
    });
  });

  test("10 starts with weights that interpolate, which no seed changes", () => {
    const graph = buildNetwork("dilation10");
    const parameter = graph.parameters.find(({ name }) => name.startsWith("upsample/"))!;
    expect(parameter.type.shape).toEqual([19, 1, 16, 16]);
    const drawn = [1, 2].map((seed) => floats(scrambledWeights(graph, seed).get(parameter)));
    expect(drawn[0]).toEqual(drawn[1]);
    const row = [1, 3, 5, 7, 9, 11, 13, 15, 15, 13, 11, 9, 7, 5, 3, 1];
    // The last channel's row in the middle.
    expect([...drawn[0]!.subarray(18 * 256 + 7 * 16, 18 * 256 + 8 * 16)]).toEqual(
      row.map((each) => (each / 16) * (15 / 16)),
    );
  });
});

describe("DeepLab", () => {
  test("LargeFOV rounds sizes up and computes a pixel of eight, then those between", () => {
    const all = convolutionsOf("deeplab-largefov");
    expect(all.slice(10)).toEqual([
      ...Array.from({ length: 3 }, () => "3 d2 s1 512x46x81"),
      "3 d12 s1 1024x46x81",
      "1 d1 s1 1024x46x81",
      "1 d1 s1 19x46x81",
    ]);
    const { op, outputs, attributes } = buildNetwork("deeplab-largefov").nodes.at(-2)!;
    expect([op.name, outputs["y"]!.type.shape, attributes["coordinates"]]).toEqual([
      "resize",
      [1, 19, 361, 641],
      "align_corners",
    ]);
  });

  test("v2 is ResNet-101 with gaps in place of the last two strides, and a pyramid", () => {
    const all = convolutionsOf("deeplab-v2");
    // The stem, three in each of 33 blocks, four projections, four branches.
    expect(all).toHaveLength(1 + 99 + 4 + 4);
    expect(all[0]).toBe("7 d1 s2 64x181x321");
    const countOf = (part: string) => all.filter((each) => each.startsWith(part)).length;
    expect(["3 d1 ", "3 d2 ", "3 d4 "].map(countOf)).toEqual([7, 23, 3]);
    expect(all.filter((each) => each.includes(" s2 "))).toEqual([
      "7 d1 s2 64x181x321",
      "1 d1 s2 128x46x81",
      "1 d1 s2 512x46x81",
    ]);
    expect(all.slice(-4)).toEqual([6, 12, 18, 24].map((gaps) => `3 d${gaps} s1 19x46x81`));
  });
});

/** Of networks written in PyTorch 2.13 by themselves, in double precision, with the same weights and image; `places` are of all logits in a row. */
const pytorch = [
  {
    name: "dilation8",
    size: { width: 195, height: 194 },
    width: 0.01,
    places: [0, 1, 37847, 56750, 113450, 113489],
    logits: [-0.15952228, -0.15948075, -0.3475227, -0.15512438, -0.054289149, 0.0099453218],
    largest: 2.3091663,
  },
  {
    name: "dilation10",
    size: { width: 194, height: 195 },
    width: 0.01,
    places: [0, 1, 37847, 56750, 113450, 113489],
    logits: [0.018406444, 0.022496764, -0.03658383, 0.0059359938, 0.088267276, 0.088267276],
    largest: 0.28430287,
  },
  {
    name: "deeplab-largefov",
    size: { width: 50, height: 65 },
    width: 0.05,
    places: [0, 1, 3267, 4880, 9710, 9749],
    logits: [-0.69965257, -0.70494396, -0.00088216645, 0.26127599, -0.21237017, -0.21657524],
    largest: 0.97566578,
  },
  {
    name: "deeplab-v2",
    size: { width: 50, height: 65 },
    width: 0.05,
    places: [0, 1, 3267, 4880, 9710, 9749],
    logits: [-9534.637, -9568.7193, -8495.4252, -9779.3252, -9245.9319, -9616.6608],
    largest: 33868.947,
  },
];

test.each(pytorch)("$name computes what it does in PyTorch", ({ name, size, width, places, logits, largest }) => {
  const graph = buildNetwork(name, { size, width, classes: 3 });
  const image = noise(1, [1, 3, size.height, size.width]);
  const computed = floats(evaluate({ graph, weights: scrambledWeights(graph, 7) }, { image })["logits"]!);
  const error = Math.max(...places.map((place, index) => Math.abs(computed[place]! - logits[index]!)));
  expect(error / largest).toBeLessThan(1e-6);
  expect(computed.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / largest).toBeCloseTo(1, 6);
});
