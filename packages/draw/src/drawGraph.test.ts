import { visibleText } from "@linknet-kit/base";
import {
  type Graph,
  type SymbolicTensor,
  add,
  buildGraph,
  concatOp,
  conv2d,
  float32,
  inputValues,
  named,
  outputValues,
  relu,
  sequence,
} from "@linknet-kit/core";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { describe, expect, test } from "vitest";
import { type Drawing, drawGraph } from "./drawGraph.js";
import { comparedHeat, countedHeat, measuredHeat } from "./heat.js";
import { printSvg } from "./printSvg.js";
import { type ReadBox, contains, descendants, overlap, readDrawing } from "./readDrawing.test.support.js";
import { textWidth } from "./textWidth.js";

const image = { name: "image", type: float32(1, 4, 8, 8) };
const conv = conv2d({ filters: 4, kernel: 1 });
const graphOf = (layer: (x: SymbolicTensor) => SymbolicTensor, name = "small"): Graph =>
  buildGraph(name, image, layer, "logits");

/** Nodes of one name each, in a row. */
function chainOf(names: readonly string[]): Graph {
  const graph = graphOf(relu());
  const [node] = graph.nodes;
  const type = image.type;
  const values = names.map((_, index) => ({ name: `v${index}`, type }));
  const nodes = names.map((name, index) => ({
    ...node!,
    name,
    inputs: { x: values[index - 1] ?? image },
    outputs: { y: values[index]! },
  }));
  return { ...graph, nodes, outputs: [values.at(-1)!] };
}

/** Boxes that lie on another which is no module around them, texts that leave their box, and boxes that leave the picture. */
function faultsOf(drawing: Drawing): readonly string[] {
  const { boxes, modules } = readDrawing(drawing);
  const all = [...boxes, ...modules];
  const isAround = (one: ReadBox, other: ReadBox): boolean => modules.includes(one) && contains(one, other);
  const overlaps = all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter((other) => overlap(one, other) && !isAround(one, other) && !isAround(other, one))
      .map((other) => `${one.id} lies on ${other.id}`),
  );
  const texts = all.flatMap((box) =>
    box.texts.filter((text) => !isWithin(box, text)).map(({ text }) => `${box.id}: ${text}`),
  );
  const wide = all.filter(({ width }) => width > drawing.width).map(({ id }) => `${id} is too wide`);
  return [...overlaps, ...texts, ...wide];
}

function isWithin(box: ReadBox, { x, y, size, text }: ReadBox["texts"][number]): boolean {
  const isBeside = x < box.x || x + textWidth(text, size) > box.x + box.width + 0.5;
  return !isBeside && y - size >= box.y - 0.5 && y <= box.y + box.height;
}

describe.each(realTimeNetworks.map(({ name }) => name))("%s", (name) => {
  const graph = buildNetwork(name, {});

  test.each([undefined, 1, 2, Infinity])("is tidy at depth %s", (depth) => {
    const drawing = drawGraph(graph, { heat: countedHeat(graph, "macs"), ...(depth !== undefined && { depth }) });
    expect(faultsOf(drawing)).toEqual([]);
    expect(readDrawing(drawing).boxes).toHaveLength(drawing.boxes);
  });

  test("has every node and every edge between nodes once when it is open", () => {
    const { boxes, edges } = readDrawing(drawGraph(graph, { depth: Infinity }));
    expect(boxes.map(({ id }) => id).toSorted()).toEqual(
      graph.nodes.map((_, position) => `node ${position}`).toSorted(),
    );
    const keys = edges.map(({ from, to }) => `${from}>${to}`);
    expect(new Set(keys).size).toBe(keys.length);
    // Following arrows, borders of modules between them left out, every reader is reached from what it reads, and from nothing else.
    expect(reached(edges)).toEqual(expectedReads(graph));
  });
});

/** Pairs of nodes that are joined by a value, by position. */
function expectedReads({ nodes, inputs, outputs }: Graph): readonly string[] {
  const givers = new Map(inputs.map(({ name }, index) => [name, `input ${index}`]));
  nodes.forEach((node, position) => {
    for (const { name } of outputValues(node)) givers.set(name, `node ${position}`);
  });
  const pairs = new Set<string>();
  const addRead = (name: string, reader: string): void => {
    const giver = givers.get(name);
    if (giver !== undefined) pairs.add(`${giver}>${reader}`);
  };
  nodes.forEach((node, position) => {
    for (const { name } of inputValues(node)) addRead(name, `node ${position}`);
  });
  outputs.forEach(({ name }, index) => addRead(name, `output ${index}`));
  return [...pairs].map((pair) => pair.split(">")[1]!).toSorted();
}

/** The readers at the end of each edge that comes from a node, an input or a border: one for each node that they read. */
function reached(edges: readonly { readonly from: string; readonly to: string }[]): readonly string[] {
  const isReader = (id: string): boolean => /^(node|output) /.test(id);
  return edges
    .filter(({ to }) => isReader(to))
    .map(({ to }) => to)
    .toSorted();
}

describe("modules", () => {
  const block = named("block", sequence(conv, relu()));
  const graph = graphOf(sequence(named("first", sequence(block, relu())), named("only", conv)));

  test("are boxes at their depth, and one of a single node is that node", () => {
    const titles = (depth: number) =>
      readDrawing(drawGraph(graph, { depth })).boxes.map(({ texts }) => texts.map(({ text }) => text));
    expect(titles(1)).toEqual([
      ["first", "3 nodes", "2 relu, conv"],
      ["conv", "only/conv2d", "4×4×1×1"],
    ]);
    expect(titles(2).map(([title]) => title)).toEqual(["block", "relu", "conv"]);
    expect(titles(3).map(([title]) => title)).toEqual(["conv", "relu", "relu", "conv"]);
  });

  test("tell on whose behalf they read where that is several", () => {
    const two = graphOf((x) => {
      const a = named("a", sequence(conv, relu()))(x);
      const b = named("b", sequence(conv, relu()))(x);
      return named("sum", (y) => relu()(add()(y, b)))(a);
    });
    const { texts, ends } = readDrawing(drawGraph(two, { depth: Infinity }));
    expect(ends.filter((id) => id.startsWith("in"))).toContain("input 0");
    expect(texts.filter((text) => text === "relu").length).toBeGreaterThanOrEqual(2);
  });
});

describe("heat", () => {
  const graph = graphOf(sequence(conv, relu(), conv));

  test("is a number with its unit and share in each box, and a legend up to the largest", () => {
    const { texts } = readDrawing(drawGraph(graph, { heat: countedHeat(graph, "macs") }));
    // 4 x 4 x 64 twice.
    expect(texts.filter((text) => text === "1.02 kMACs, 50.0 %")).toHaveLength(2);
    expect(texts).toContain("0 MACs");
    expect(texts).toContain("1.02 kMACs");
    expect(texts).toContain("multiply-accumulates, steps are even");
  });

  test("of kernels stands at the first node that each computes, and unknown is said", () => {
    const [first, second, third] = graph.nodes.map(({ name }) => name);
    const kernels = [
      { layers: [first!, second!], medianMs: 3 },
      { layers: [third!], folded: [third!], medianMs: 1 },
    ];
    const { boxes } = readDrawing(drawGraph(graph, { heat: measuredHeat(graph, kernels, "ort") }));
    expect(boxes.map(({ texts }) => texts.at(-1)!.text)).toEqual(["3.00 ms, 75.0 %", "not known", "1.00 ms, 25.0 %"]);
  });

  test("of errors is the largest, by decades, and draws what is no number", () => {
    const values = graph.nodes.map((node) => outputValues(node)[0]!.name);
    const errors = [1e-7, 1e-3, Infinity].map((relativeError, index) => ({ name: values[index]!, relativeError }));
    const { texts, boxes } = readDrawing(drawGraph(graph, { heat: comparedHeat(graph, errors, "tfjs") }));
    expect(boxes.map((box) => box.texts.at(-1)!.text)).toEqual(["1.0e-7", "1.0e-3", "Infinity"]);
    expect(texts).toContain("≤ 1.0e-9");
  });
});

describe("names of strangers", () => {
  const hostile = [
    "</svg><script>alert(1)</script>",
    "a & b < c > d \" ' ]]>",
    "control \u0000 \u001b[31m \u0007 \ud800 \u202e rtl",
    "x".repeat(100_000),
    "表".repeat(300),
    "__proto__",
    "constructor/prototype/toString",
    "/",
    "//a//b//",
    `${"deep/".repeat(5000)}end`,
  ];

  test("are text, in one line, within their boxes", () => {
    const drawing = drawGraph(chainOf(hostile), { depth: Infinity });
    expect(faultsOf(drawing)).toEqual([]);
    const { root, boxes } = readDrawing(drawing);
    expect(boxes).toHaveLength(hostile.length);
    // Which this parser lets pass, and browsers do not.
    expect(printSvg(drawing.svg)).not.toContain("]]>");
    const elements = new Set(descendants(root).map(({ name }) => name));
    expect(elements.has("script")).toBe(false);
    expect(visibleText(printSvg(drawing.svg).replaceAll("\n", ""))).toBe(printSvg(drawing.svg).replaceAll("\n", ""));
  });

  test("of the graph and its values too", () => {
    const graph = { ...chainOf(["a"]), name: hostile[0]! };
    const input = { ...image, name: hostile[1]! };
    const [node] = graph.nodes;
    const drawing = drawGraph({ ...graph, inputs: [input], nodes: [{ ...node!, inputs: { x: input } }] });
    expect(faultsOf(drawing)).toEqual([]);
    expect(readDrawing(drawing).texts).toContain(
      `small: ${hostile[0]!}`.slice(7).concat(": 1 node, 1 input, 1 output"),
    );
  });
});

describe("large graphs", () => {
  test("10,000 nodes without modules are groups of neighbours", () => {
    const drawing = drawGraph(chainOf(Array.from({ length: 10_000 }, (_, index) => `n${index}`)));
    expect(drawing.boxes).toBe(100);
    expect(readDrawing(drawing).boxes[1]!.texts[0]!.text).toBe("101 to 200");
  });

  test("what would have more than 1,000 boxes is opened less far, and says so", () => {
    const names = Array.from({ length: 3000 }, (_, index) => `m${index % 30}/n${index}`);
    const drawing = drawGraph(chainOf(names.toSorted()), { depth: Infinity });
    expect(drawing.depth).toBe(1);
    expect(drawing.notes).toEqual(["3000 boxes at depth 2 are more than 1000; drawn to depth 1"]);
    expect(readDrawing(drawing).texts).toContain(drawing.notes[0]);
  });

  test("100,000 nodes are drawn", () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `stage${index % 7}/block${index % 91}/n${index}`);
    expect(drawGraph(chainOf(names)).boxes).toBeLessThanOrEqual(1000);
  });

  test("where all is joined with all, each edge is drawn once", () => {
    const row = chainOf(Array.from({ length: 120 }, (_, index) => `n${index}`));
    const values = row.nodes.map(({ outputs }) => outputs["y"]!);
    const nodes = row.nodes.map((node, index) => ({
      ...node,
      op: concatOp,
      inputs: { xs: values.slice(0, index) },
      attributes: { axis: 1 },
    }));
    const drawing = drawGraph({ ...row, nodes: nodes.slice(1), inputs: [values[0]!] }, { depth: Infinity });
    const { edges } = readDrawing(drawing);
    // Of the input and 119 nodes each pair, and the output.
    expect(edges).toHaveLength((120 * 119) / 2 + 1);
    expect(faultsOf(drawing)).toEqual([]);
  });

  test("the same graph is the same drawing", () => {
    const graph = buildNetwork("enet", {});
    expect(printSvg(drawGraph(graph).svg)).toBe(printSvg(drawGraph(buildNetwork("enet", {})).svg));
  });
});
