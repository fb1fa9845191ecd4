import { expect, test } from "vitest";
import { GraphBuilder } from "./builder.js";
import type { Graph, Value } from "./graph.js";
import { type Reading, indexOf } from "./graphIndex.js";
import { add, conv2d, relu } from "./ops/index.js";
import { GraphEditor } from "./rewrites/graphEditor.js";
import { float32 } from "./tensor.js";
import { initialWeights } from "./weights.js";

/** `twice` reads `a` with both operands; `b` is an output and is read; `unread` is neither. */
function graphOf(): Graph {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 1, 1));
  const a = builder.scope("a", () => conv2d({ filters: 1, kernel: 1, bias: false })(x));
  const b = builder.scope("b", () => relu()(x));
  builder.scope("unread", () => relu()(b));
  const twice = builder.scope("twice", () => add()(a, a));
  return builder.build({ b, y: builder.scope("c", () => relu()(twice)) });
}

const graph = graphOf();
const values: Record<string, Value> = Object.fromEntries(
  [...graph.inputs, ...graph.parameters, ...graph.nodes.map(({ outputs }) => outputs["y"]!)].map((value) => [
    value.name,
    value,
  ]),
);

describeReading("The index of a graph", indexOf(graph));
describeReading("A graph that rules change", new GraphEditor({ graph, weights: initialWeights(0) }));

function describeReading(name: string, reading: Reading): void {
  const those = (holds: (value: Value) => boolean) => Object.keys(values).filter((each) => holds(values[each]!));

  test(`${name} knows who gives and who reads a value, each reader once`, () => {
    expect(reading.producerOf(values["a/conv2d"]!)).toBe(graph.nodes[0]);
    expect(reading.producerOf(values["x"]!)).toBeUndefined();
    expect(reading.readersOf(values["x"]!)).toEqual([graph.nodes[0], graph.nodes[1]]);
    expect(reading.readersOf(values["a/conv2d"]!)).toEqual([graph.nodes[3]]);
    expect(reading.readersOf(values["y"]!)).toEqual([]);
  });

  test(`${name} knows which values are read, by one operand alone, outputs and parameters`, () => {
    expect(those((value) => !reading.isRead(value))).toEqual(["unread/relu"]);
    expect(those((value) => reading.isReadOnce(value))).toEqual(["a/conv2d/weight", "twice/add"]);
    expect(those((value) => reading.isOutput(value))).toEqual(["b", "y"]);
    expect(those((value) => reading.isParameter(value))).toEqual(["a/conv2d/weight"]);
  });
}

test("A value lives until the last node that reads it, an output past every node, an unread value not at all", () => {
  const index = indexOf(graph);
  const last = Object.entries(values).map(([name, value]) => [name, index.lastRead(value)]);
  expect(Object.fromEntries(last)).toEqual({
    x: 1,
    "a/conv2d/weight": 0,
    "a/conv2d": 3,
    b: 5,
    "unread/relu": undefined,
    "twice/add": 4,
    y: 5,
  });
});

test("The index of a graph is built once", () => {
  expect(indexOf(graph)).toBe(indexOf(graph));
});
