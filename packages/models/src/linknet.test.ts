import {
  type Graph,
  type NetworkOptions,
  type Value,
  countCost,
  listed,
  rank4,
  runningStatistics,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { buildNetwork } from "./networks.js";

const at = (width: number, height: number, given: Partial<NetworkOptions> = {}) =>
  buildNetwork("linknet", { size: { width, height }, ...given });
const shapeOf = ({ nodes }: Graph, name: string): string =>
  nodes
    .find((node) => node.name === name)!
    .outputs["y"]!.type.shape.slice(1)
    .join("x");
/** Nodes whose path starts so, in order. */
const below = ({ nodes }: Graph, path: string) => nodes.filter(({ name }) => name.startsWith(`${path}/`));

describe("Parameters at 20 classes", () => {
  const graph = at(640, 360);
  const statistics = runningStatistics(graph);
  const sum = (matches: (name: string) => boolean): number =>
    graph.parameters
      .filter(({ name }) => !statistics.has(name) && matches(name))
      .reduce((total, { type }) => total + type.shape.reduce((product, side) => product * side), 0);

  test("are 11,536,820: 11,524,032 weights, 1,076 biases, 11,712 scales and shifts of batch norms", () => {
    expect(countCost(graph).parameters).toBe(11_536_820);
    expect(sum((name) => name.endsWith("/weight"))).toBe(11_524_032);
    expect(sum((name) => name.endsWith("/bias") && !name.includes("batchNorm"))).toBe(1076);
    expect(sum((name) => name.includes("batchNorm"))).toBe(11_712);
  });

  test("have biases in the decoder and the head only", () => {
    const biased = graph.parameters.filter(({ name }) => /onv[^/]*2d\/bias$|convTranspose2d\/bias$/.test(name));
    expect(new Set(biased.map(({ name }) => name.split("/")[0]))).toEqual(
      new Set(["decoder4", "decoder3", "decoder2", "decoder1", "final"]),
    );
  });
});

describe("Feature maps", () => {
  // Width and height; then height x width of conv1, of the pool and encoder 1, and of encoders 2 to 4.
  test.each([
    [640, 360, "180x320", "90x160", "45x80", "23x40", "12x20"],
    [1280, 720, "360x640", "180x320", "90x160", "45x80", "23x40"],
    [1920, 1080, "540x960", "270x480", "135x240", "68x120", "34x60"],
    [480, 320, "160x240", "80x120", "40x60", "20x30", "10x15"],
    [1024, 512, "256x512", "128x256", "64x128", "32x64", "16x32"],
    [768, 576, "288x384", "144x192", "72x96", "36x48", "18x24"],
  ])("at %dx%d", (width, height, half, quarter, eighth, sixteenth, last) => {
    const graph = at(width, height, { classes: 12 });
    expect(shapeOf(graph, "initial/conv/relu")).toBe(`64x${half}`);
    expect(shapeOf(graph, "initial/maxPool2d")).toBe(`64x${quarter}`);
    expect(shapeOf(graph, "encoder1/block2/relu")).toBe(`64x${quarter}`);
    expect(shapeOf(graph, "encoder2/block2/relu")).toBe(`128x${eighth}`);
    expect(shapeOf(graph, "encoder3/block2/relu")).toBe(`256x${sixteenth}`);
    expect(shapeOf(graph, "encoder4/block2/relu")).toBe(`512x${last}`);
    expect(shapeOf(graph, "bypass4/relu")).toBe(`256x${sixteenth}`);
    expect(shapeOf(graph, "bypass3/relu")).toBe(`128x${eighth}`);
    expect(shapeOf(graph, "bypass2/relu")).toBe(`64x${quarter}`);
    expect(shapeOf(graph, "bypass1/relu")).toBe(`64x${quarter}`);
    expect(shapeOf(graph, "final/fullConv1/relu")).toBe(`32x${half}`);
    expect(graph.outputs[0]!.type.shape).toEqual([1, 12, height, width]);
  });

  test("have the channels of the paper's Table I, into and out of each block", () => {
    const graph = at(640, 360);
    const channels = (block: string) => {
      const nodes = below(graph, block);
      const [first, last] = [nodes[0]!, nodes.at(-1)!];
      return [first.inputs["x"], last.outputs["y"]].map((value) => rank4((value as Value).type)[1]);
    };
    expect([1, 2, 3, 4].map((index) => channels(`encoder${index}`))).toEqual([
      [64, 64],
      [64, 128],
      [128, 256],
      [256, 512],
    ]);
    expect([1, 2, 3, 4].map((index) => channels(`decoder${index}`))).toEqual([
      [64, 64],
      [128, 64],
      [256, 128],
      [512, 256],
    ]);
  });
});

describe("The layers are the paper's", () => {
  const graph = at(640, 360);
  const ops = (path: string) => below(graph, path).map(({ name }) => name.slice(path.length + 1));

  test("in their order", () => {
    const blocks = new Set(graph.nodes.map(({ name }) => name.split("/")[0]));
    const [encoders, decoders] = [[1, 2, 3, 4].map((each) => `encoder${each}`), [4, 3, 2, 1]];
    const linked = decoders.flatMap((each) => [`decoder${each}`, `bypass${each}`]);
    expect([...blocks]).toEqual(["initial", ...encoders, ...linked, "final"]);
  });

  test("in an encoder: two residual blocks, the first of which may halve the image", () => {
    const convolved = ["conv1/conv2d", "conv1/batchNorm", "conv1/relu", "conv2/conv2d", "conv2/batchNorm"];
    const whole = [...convolved, "add", "relu"];
    const halving = [...convolved, "shortcut/conv2d", "shortcut/batchNorm", "add", "relu"];
    const block = (name: string, layers: readonly string[]) => layers.map((layer) => `${name}/${layer}`);
    expect(ops("encoder1")).toEqual([...block("block1", whole), ...block("block2", whole)]);
    expect(ops("encoder2")).toEqual([...block("block1", halving), ...block("block2", whole)]);
  });

  test("in a decoder: squeeze, full convolution, widen", () => {
    const unit = (name: string, op: string) => [`${name}/${op}`, `${name}/batchNorm`, `${name}/relu`];
    expect(ops("decoder3")).toEqual([
      ...unit("conv1", "conv2d"),
      ...unit("fullConv2", "convTranspose2d"),
      ...unit("conv3", "conv2d"),
    ]);
    const weights = below(graph, "decoder3").flatMap(({ inputs }) => listed(inputs["weight"]));
    expect(weights.map(({ type }) => type.shape.join("x"))).toEqual(["64x256x1x1", "64x64x3x3", "128x64x1x1"]);
  });

  test("with the epsilons of the authors' code", () => {
    const epsilons = (block: string) => [
      ...new Set(below(graph, block).flatMap(({ attributes: { epsilon } }) => epsilon ?? [])),
    ];
    for (const block of ["initial", "encoder1", "encoder2", "encoder3", "encoder4"])
      expect(epsilons(block)).toEqual([1e-5]);
    for (const block of ["decoder4", "decoder3", "decoder2", "decoder1"]) expect(epsilons(block)).toEqual([1e-3]);
    expect([epsilons("final/fullConv1"), epsilons("final/conv2")]).toEqual([[1e-5], [1e-3]]);
  });

  test("with output padding and crop only where a size asks for them", () => {
    const fullConvolutions = graph.nodes.filter(({ op }) => op.name === "convTranspose");
    // Decoders 4 to 1 and the head's two: the skips are 23x40, 45x80, 90x160, 90x160 (stride 1), 180x320.
    expect(fullConvolutions.map(({ attributes }) => attributes["outputPadding"])).toEqual([
      [0, 1],
      [0, 1],
      [1, 1],
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(graph.nodes.some(({ op }) => op.name === "slice")).toBe(false);
    expect(at(641, 363).nodes.at(-1)!.name).toBe("final/crop/slice");
  });
});

describe("Without bypass", () => {
  const bare = buildNetwork("linknet-without-bypass");
  const whole = buildNetwork("linknet");

  test("the parameters are the same, one by one", () => {
    expect(bare.parameters).toEqual(whole.parameters);
  });

  test("the four additions are not there, the eight of the encoder are", () => {
    const additions = ({ nodes }: Graph) => nodes.filter(({ op }) => op.name === "add").map(({ name }) => name);
    expect(additions(whole).filter((name) => !additions(bare).includes(name))).toEqual([
      "bypass4/add",
      "bypass3/add",
      "bypass2/add",
      "bypass1/add",
    ]);
    expect(additions(bare)).toHaveLength(8);
  });

  test("the multiply-accumulates are the same", () => {
    expect(countCost(bare).macs).toBe(countCost(whole).macs);
  });
});
