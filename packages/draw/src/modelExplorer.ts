/** A graph and numbers about its nodes as the JSON that Model Explorer opens: https://github.com/google-ai-edge/model-explorer */
import { type Graph, type Node, type Value, categoryOf, inputValues, outputValues } from "@linknet-kit/core";
import { printShape } from "./drawnText.js";
import type { Heat } from "./heat.js";
import { HEAT_STEPS } from "./heatScale.js";
import { heatHex } from "./palette.js";
import { type WrittenScopes, scopesOf } from "./scopes.js";

interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/** A numbered input or output of a node. */
interface Metadata {
  readonly id: string;
  readonly attrs: readonly KeyValue[];
}

interface ExplorerEdge {
  readonly sourceNodeId: string;
  readonly sourceNodeOutputId: string;
  readonly targetNodeInputId: string;
}

export interface ExplorerNode {
  readonly id: string;
  readonly label: string;
  /** The module that the node is in, without the node itself: `encoder1/block1`. */
  readonly namespace: string;
  readonly attrs: readonly KeyValue[];
  readonly incomingEdges: readonly ExplorerEdge[];
  readonly inputsMetadata: readonly Metadata[];
  readonly outputsMetadata: readonly Metadata[];
}

export interface ExplorerGraphs {
  readonly label: string;
  readonly graphs: readonly { readonly id: string; readonly nodes: readonly ExplorerNode[] }[];
}

/** Numbers by the ids of nodes, for one graph. */
export type ExplorerNodeData = Readonly<
  Record<
    string,
    {
      readonly results: Readonly<Record<string, { readonly value: number }>>;
      readonly gradient: readonly { readonly stop: number; readonly bgColor: string }[];
    }
  >
>;

/** Inputs, nodes and outputs are nodes; parameters are told among the inputs of those that read them. */
export function explorerGraphs(graph: Graph, scopes?: WrittenScopes): ExplorerGraphs {
  const scopeOf = scopesOf(graph, scopes);
  const givers = new Map<string, Pick<ExplorerEdge, "sourceNodeId" | "sourceNodeOutputId">>();
  graph.inputs.forEach(({ name }, index) =>
    givers.set(name, { sourceNodeId: inputId(index), sourceNodeOutputId: "0" }),
  );
  graph.nodes.forEach((node, position) => {
    outputValues(node).forEach(({ name }, output) =>
      givers.set(name, { sourceNodeId: explorerId(position), sourceNodeOutputId: String(output) }),
    );
  });
  const edgesOf = (values: readonly Value[]): readonly ExplorerEdge[] =>
    values.flatMap(({ name }, input) => {
      const giver = givers.get(name);
      return giver === undefined ? [] : [{ ...giver, targetNodeInputId: String(input) }];
    });
  const nodes = [
    ...graph.inputs.map((value, index) => terminalNode(inputId(index), "input", value, [])),
    ...graph.nodes.map((node, position) => ({
      id: explorerId(position),
      label: node.op.name,
      namespace: namespaceOf(scopeOf(node, position)),
      attrs: attributesOf(node),
      incomingEdges: edgesOf(inputValues(node)),
      inputsMetadata: inputValues(node).map(metadataOf),
      outputsMetadata: outputValues(node).map(metadataOf),
    })),
    ...graph.outputs.map((value, index) => terminalNode(`output ${index}`, "output", value, edgesOf([value]))),
  ];
  return { label: graph.name, graphs: [{ id: graph.name, nodes }] };
}

/** What Model Explorer colours the nodes of `explorerGraphs` by: numbers that are not finite are left out. */
export function explorerNodeData({ name }: Graph, { values }: Heat): ExplorerNodeData {
  const known = [...values].filter(([, value]) => Number.isFinite(value));
  const results = Object.fromEntries(known.map(([position, value]) => [explorerId(position), { value }]));
  const gradient = Array.from({ length: HEAT_STEPS }, (_, step) => ({
    stop: step / (HEAT_STEPS - 1),
    bgColor: heatHex(step),
  }));
  return Object.fromEntries([[name, { results, gradient }]]);
}

/** By its position: names may hold anything, and ids are compared whole. */
function explorerId(position: number): string {
  return `node ${position}`;
}

function inputId(index: number): string {
  return `input ${index}`;
}

function namespaceOf(scope: readonly string[]): string {
  return scope
    .filter((segment) => segment !== "")
    .map((segment) => segment.replaceAll("/", "_"))
    .join("/");
}

function terminalNode(id: string, label: string, value: Value, incomingEdges: readonly ExplorerEdge[]): ExplorerNode {
  const metadata = [metadataOf(value, 0)];
  const isInput = label === "input";
  return {
    id,
    label,
    namespace: "",
    attrs: [{ key: "name", value: value.name }],
    incomingEdges,
    inputsMetadata: isInput ? [] : metadata,
    outputsMetadata: isInput ? metadata : [],
  };
}

function attributesOf(node: Node): readonly KeyValue[] {
  const own = Object.entries(node.attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: typeof value === "string" ? value : JSON.stringify(value) }],
  );
  return [{ key: "name", value: node.name }, { key: "category", value: categoryOf(node) }, ...own];
}

function metadataOf({ name, type }: Value, index: number): Metadata {
  return {
    id: String(index),
    attrs: [
      { key: "__tensor_tag", value: name },
      { key: "tensor_shape", value: `${type.dtype} ${printShape(type.shape)}` },
    ],
  };
}
