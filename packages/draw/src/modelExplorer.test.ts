import { type Graph, inputValues } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { expect, test } from "vitest";
import { countedHeat } from "./heat.js";
import { explorerGraphs, explorerNodeData } from "./modelExplorer.js";

const graph: Graph = buildNetwork("enet", {});
const { label, graphs } = explorerGraphs(graph);
const nodes = graphs[0]!.nodes;

test("a collection has one graph with every input, node and output once", () => {
  expect([label, graphs.map(({ id }) => id)]).toEqual(["enet", ["enet"]]);
  expect(nodes).toHaveLength(graph.inputs.length + graph.nodes.length + graph.outputs.length);
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
});

test("edges come from outputs that their nodes have, into inputs that they have", () => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const { incomingEdges, inputsMetadata } of nodes) {
    for (const { sourceNodeId, sourceNodeOutputId, targetNodeInputId } of incomingEdges) {
      expect(byId.get(sourceNodeId)!.outputsMetadata.map(({ id }) => id)).toContain(sourceNodeOutputId);
      expect(inputsMetadata.map(({ id }) => id)).toContain(targetNodeInputId);
    }
  }
  const parameters = new Set(graph.parameters.map(({ name }) => name));
  const reads = graph.nodes.flatMap((node) => inputValues(node).filter(({ name }) => !parameters.has(name)));
  expect(nodes.flatMap(({ incomingEdges }) => incomingEdges)).toHaveLength(reads.length + graph.outputs.length);
});

test("a node has the path of its module as namespace, and texts as attributes", () => {
  const node = nodes.find(({ attrs }) => attrs.some(({ value }) => value === "bottleneck1.0/squeeze/conv2d"))!;
  expect(node).toMatchObject({ label: "conv", namespace: "bottleneck1.0/squeeze" });
  expect(node.outputsMetadata[0]!.attrs).toContainEqual({ key: "tensor_shape", value: "float32 1×16×90×160" });
  for (const { attrs } of nodes) for (const { value } of attrs) expect(typeof value).toBe("string");
});

test("node data has a number for each node of that graph", () => {
  const data = explorerNodeData(graph, countedHeat(graph, "macs"));
  expect(Object.keys(data)).toEqual(["enet"]);
  const { results, gradient } = data["enet"]!;
  expect(Object.keys(results)).toHaveLength(graph.nodes.length);
  for (const id of Object.keys(results)) expect(nodes.map((node) => node.id)).toContain(id);
  expect([gradient[0]!.stop, gradient.at(-1)!.stop]).toEqual([0, 1]);
});
