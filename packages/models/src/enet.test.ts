import { type Graph, type Value, evaluate, floatTensor, listed, scrambledWeights } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { buildNetwork } from "./networks.js";
import { noise } from "./noise.test.fixture.js";

const graph = buildNetwork("enet");
const below = (path: string) => graph.nodes.filter(({ name }) => name.startsWith(`${path}/`));
const lastOf = (path: string): string => below(path).at(-1)!.outputs["y"]!.type.shape.slice(1).join("x");
const stage = (number: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `bottleneck${number}.${from + index}`);

test("Feature maps shrink to an eighth and grow back", () => {
  expect(lastOf("initial")).toBe("16x180x320");
  for (const name of stage(1, 0, 4)) expect(lastOf(name)).toBe("64x90x160");
  for (const name of [...stage(2, 0, 8), ...stage(3, 1, 8)]) expect(lastOf(name)).toBe("128x45x80");
  for (const name of stage(4, 0, 2)) expect(lastOf(name)).toBe("64x90x160");
  for (const name of stage(5, 0, 1)) expect(lastOf(name)).toBe("16x180x320");
  expect(graph.outputs[0]!.type.shape).toEqual([1, 20, 360, 640]);
});

test("Every batch norm has the epsilon of the authors' code", () => {
  const epsilons = graph.nodes.flatMap(({ attributes: { epsilon } }) => epsilon ?? []);
  expect(new Set(epsilons)).toEqual(new Set([1e-3]));
});

test("Channels are joined and appended in the authors' order: convolved before pooled, zeros after pooled", () => {
  const [joined] = below("initial").filter(({ op }) => op.name === "concat");
  expect(listed(joined!.inputs["xs"]).map(({ name }) => name)).toEqual(["initial/conv2d", "initial/maxPool2d"]);
  const appended = graph.nodes
    .filter(({ op }) => op.name === "pad")
    .map(({ name, attributes }) => ({ name, ...attributes }));
  const nothing = [0, 0, 0, 0];
  expect(appended).toEqual([
    { name: "bottleneck1.0/pad", before: nothing, after: [0, 48, 0, 0], mode: "constant", value: 0 },
    { name: "bottleneck2.0/pad", before: nothing, after: [0, 64, 0, 0], mode: "constant", value: 0 },
  ]);
});

describe("Bottlenecks", () => {
  /** Kernel, and dilation where it is not 1, of each convolution in the middle. */
  const middle = (name: string): string =>
    below(`${name}/middle`)
      .filter(({ op }) => op.name === "conv")
      .map(({ inputs, attributes }) => {
        const kernel = (inputs["weight"] as Value).type.shape.slice(2).join("x");
        const [dilation] = attributes["dilation"] as readonly [number, number];
        return `${kernel}${dilation === 1 ? "" : ` dilated ${dilation}`}${inputs["bias"] === undefined ? "" : " with bias"}`;
      })
      .join(", ");

  test("of stages 2 and 3 alternate between regular, dilated and asymmetric", () => {
    const context = [
      "3x3 with bias",
      "3x3 dilated 2 with bias",
      "1x5, 5x1 with bias",
      "3x3 dilated 4 with bias",
      "3x3 with bias",
      "3x3 dilated 8 with bias",
      "1x5, 5x1 with bias",
      "3x3 dilated 16 with bias",
    ];
    expect(stage(2, 1, 8).map(middle)).toEqual(context);
    expect(stage(3, 1, 8).map(middle)).toEqual(context);
  });

  test("drop out less in the first five, and not in the decoder", () => {
    const rates = graph.nodes
      .filter(({ op }) => op.name === "dropout2d")
      .map(({ name, attributes }) => [name.split("/")[0], attributes["rate"]]);
    expect(rates).toEqual([
      ...stage(1, 0, 4).map((name) => [name, 0.01]),
      ...[...stage(2, 0, 8), ...stage(3, 1, 8)].map((name) => [name, 0.1]),
    ]);
  });

  test("have PReLU in the encoder and ReLU in the decoder", () => {
    const blocksWith = (op: string) => [
      ...new Set(graph.nodes.filter((node) => node.op.name === op).map(({ name }) => name.split(/[./]/)[0])),
    ];
    expect(blocksWith("prelu")).toEqual(["initial", "bottleneck1", "bottleneck2", "bottleneck3"]);
    expect(blocksWith("relu")).toEqual(["bottleneck4", "bottleneck5"]);
  });

  test("that enlarge unpool with the indices of the bottleneck that shrank to their size", () => {
    const unpools = graph.nodes.filter(({ op }) => op.name === "maxUnpool");
    expect(unpools.map(({ name, inputs }) => [name, (inputs["indices"] as Value).name])).toEqual([
      ["bottleneck4.0/other/maxUnpool2d", "bottleneck2.0/maxPool2d/indices"],
      ["bottleneck5.0/other/maxUnpool2d", "bottleneck1.0/maxPool2d/indices"],
    ]);
  });
});

describe("A size that is no multiple of 8", () => {
  test("costs what the extended one does, and a pad and a crop", () => {
    const odd = buildNetwork("enet", { size: { width: 97, height: 65 } });
    const whole = buildNetwork("enet", { size: { width: 104, height: 72 } });
    const names = (each: Graph) => each.nodes.map(({ name }) => name);
    expect(names(odd)).toEqual(["extend/pad", ...names(whole), "crop/slice"]);
  });

  test("gives what the image extended with zeros gives, cropped", () => {
    const options = { classes: 3, width: 0.25 };
    const odd = buildNetwork("enet", { ...options, size: { width: 21, height: 13 } });
    const whole = buildNetwork("enet", { ...options, size: { width: 24, height: 16 } });
    const image = noise(1, [1, 3, 13, 21]);
    const extended = floatTensor([1, 3, 16, 24]);
    for (let row = 0; row < 3 * 13; row += 1) {
      const [channel, line] = [Math.floor(row / 13), row % 13];
      extended.data.set(image.data.subarray(row * 21, (row + 1) * 21), (channel * 16 + line) * 24);
    }
    const { logits } = evaluate({ graph: odd, weights: scrambledWeights(odd, 1) }, { image });
    const { logits: all } = evaluate({ graph: whole, weights: scrambledWeights(whole, 1) }, { image: extended });
    expect(logits!.shape).toEqual([1, 3, 13, 21]);
    for (let row = 0; row < 3 * 13; row += 1) {
      const start = (Math.floor(row / 13) * 16 + (row % 13)) * 24;
      expect(logits!.data.slice(row * 21, (row + 1) * 21)).toEqual(all!.data.slice(start, start + 21));
    }
  });
});
