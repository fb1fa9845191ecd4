import { type Graph, type Value, add, buildGraph, conv2d, float32, relu } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { scopesOf } from "./scopes.js";

const conv = conv2d({ filters: 4, kernel: 1, bias: false });

/** As an exporter without modules writes a residual block between two layers: nodes in a row, weights with names. */
function exported(): Graph {
  const graph = buildGraph(
    "net",
    { name: "x", type: float32(1, 4, 8, 8) },
    (x) => {
      const start = relu()(conv(x));
      const sum = relu()(add()(conv(relu()(conv(start))), start));
      return conv(sum);
    },
    "y",
  );
  const weights = ["stem.weight", "layers.0.conv1.weight", "layers.0.conv2.weight", "head.weight"];
  const names = new Map(graph.parameters.map(({ name }, index) => [name, weights[index]!]));
  const renamed = <V extends Value>(value: V): V => ({ ...value, name: names.get(value.name) ?? value.name });
  return {
    ...graph,
    parameters: graph.parameters.map(renamed),
    nodes: graph.nodes.map((node, index) => ({
      ...node,
      name: `node_${index}`,
      inputs: Object.fromEntries(
        Object.entries(node.inputs).map(([slot, operand]) => [slot, operand && renamed(operand as Value)]),
      ),
    })),
  };
}

const listed = (graph: Graph, written?: ReadonlyMap<string, readonly string[]>) => {
  const scopeOf = scopesOf(graph, written);
  return graph.nodes.map((node, position) => `${node.op.name}: ${scopeOf(node, position).join("/")}`);
};

test("without names of modules, weights say where their nodes are, and others are in no module that may not have them", () => {
  expect(listed(exported())).toEqual([
    "conv: stem",
    "relu: ",
    "conv: layers/layers.0/conv1",
    "relu: layers/layers.0",
    "conv: layers/layers.0/conv2",
    "add: ",
    "relu: ",
    "conv: head",
  ]);
});

test("what the file says is believed, of nodes that one of the file became too", () => {
  const graph = exported();
  const nodes = graph.nodes.map((node, index) => (index === 0 ? { ...node, name: "linear/matMul" } : node));
  const written = new Map([
    ["linear", ["fc"]],
    ["node_1", ["a", "a.b"]],
  ]);
  expect(listed({ ...graph, nodes }, written).slice(0, 3)).toEqual(["conv: fc/linear", "relu: a/a.b", "conv: "]);
});

test("names with slashes go before names of weights", () => {
  const graph = exported();
  const nodes = graph.nodes.map((node, index) => ({ ...node, name: `/encoder/part${index}/Conv` }));
  expect(listed({ ...graph, nodes })[5]).toBe("add: encoder/part5");
});
