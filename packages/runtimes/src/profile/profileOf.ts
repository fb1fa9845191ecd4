/** A cell's profile as the result file holds it: kernels joined to layers, with what those cost. */
import {
  type Graph,
  type Node,
  type Value,
  byteCount,
  countCost,
  inputValues,
  outputValues,
  usedValues,
} from "@linknet-kit/core";
import type { Profile } from "@linknet-kit/results";
import { type Group, joinLayers } from "./joinLayers.js";
import type { KernelTimes } from "./kernels.js";

/** Of the graph as it was defined, before what the artifact's format made of it. */
export function profileOf(graph: Graph, { runs, runMs, overheadMs, kernels }: KernelTimes): Profile {
  const { groups, left } = joinLayers(graph, kernels);
  const macs = new Map(countCost(graph).layers.map((layer) => [layer.name, layer.macs]));
  const bytesOf = trafficOf(graph, new Set(left));
  return {
    runs,
    runMs: round(runMs),
    overheadMs: round(overheadMs),
    rows: groups.map((group) => {
      const folded = foldedIn(group);
      return {
        kind: group.kind,
        layers: group.nodes.map(({ name }) => name),
        ...(folded.length === 0 ? {} : { folded: folded.map(({ name }) => name) }),
        kernels: group.kernels.map(({ op }) => op),
        medianMs: round(group.kernels.reduce((sum, { medianMs }) => sum + medianMs, 0)),
        macs: group.nodes.reduce((sum, { name }) => sum + macs.get(name)!, 0),
        ...(group.kind === "layers" ? { bytes: bytesOf(group.nodes, folded) } : {}),
      };
    }),
    withoutKernel: left.map(({ name }) => name),
  };
}

/** Batch norms behind a convolution of the same kernel: they went into its weights. */
function foldedIn({ nodes, kernels }: Group): readonly Node[] {
  const isConvolution = kernels.some(({ op }) => op.includes("Conv"));
  return isConvolution ? nodes.filter(({ op }) => op.name === "batchNorm") : [];
}

/** Bytes that a kernel must read and write at least: what comes from outside its layers, weights included, and what is read there. */
function trafficOf(graph: Graph, absent: ReadonlySet<Node>) {
  const used = usedValues(graph);
  const final = new Set(graph.outputs.map(({ name }) => name));
  const parameters = new Set(graph.parameters.map(({ name }) => name));
  const passing = new Map(
    [...absent].flatMap((node) => outputValues(node).map(({ name }) => [name, inputValues(node)[0]!] as const)),
  );
  const origin = (value: Value): Value => {
    const before = passing.get(value.name);
    return before === undefined ? value : origin(before);
  };
  const readers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    if (absent.has(node)) continue;
    for (const value of inputValues(node)) {
      const { name } = origin(value);
      readers.set(name, [...(readers.get(name) ?? []), node]);
    }
  }
  return (nodes: readonly Node[], folded: readonly Node[]): number => {
    const inside = new Set(nodes);
    const own = new Set(nodes.flatMap(outputValues).map(({ name }) => name));
    const read = nodes.flatMap((node) =>
      inputValues(node)
        .map(origin)
        .filter(({ name }) => !folded.includes(node) || !parameters.has(name)),
    );
    const written = nodes
      .flatMap(outputValues)
      .filter(({ name }) => used.has(name))
      .filter(({ name }) => final.has(name) || (readers.get(name) ?? []).some((reader) => !inside.has(reader)));
    const moved = [...read.filter(({ name }) => !own.has(name)), ...written];
    const unique = new Map(moved.map((value) => [value.name, value]));
    return [...unique.values()].reduce((sum, { type }) => sum + byteCount(type), 0);
  };
}

/** To nanoseconds. */
function round(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
