/** A cell's profile as the result file holds it: kernels joined to layers, with what those cost. */
import {
  type Graph,
  type Node,
  type Value,
  byteCount,
  countCost,
  indexOf,
  inputValues,
  outputValues,
} from "@linknet-kit/core";
import type { Profile } from "@linknet-kit/results";
import { type Group, joinLayers } from "./joinLayers.js";
import type { KernelTimes } from "./kernels.js";

/** The profile of a graph as it was defined, before what the artifact's format made of it. */
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
  return isConvolution ? nodes.filter(({ op }) => op.fusion === "norm") : [];
}

/** Bytes that a kernel must read and write at least: what comes from outside its layers, weights included, and what is read there. */
function trafficOf(graph: Graph, absent: ReadonlySet<Node>) {
  const index = indexOf(graph);
  /** What is not there hands its first operand on. */
  const origin = (value: Value): Value => {
    let before = value;
    for (let node = index.producerOf(before); node !== undefined && absent.has(node); node = index.producerOf(before)) {
      before = inputValues(node)[0]!;
    }
    return before;
  };
  const isReadOutside = (value: Value, inside: ReadonlySet<Node>): boolean => {
    const handed = [value];
    for (let next = handed.pop(); next !== undefined; next = handed.pop()) {
      for (const reader of index.readersOf(next)) {
        if (!absent.has(reader) && !inside.has(reader)) return true;
        if (absent.has(reader) && inputValues(reader)[0]!.name === next.name) handed.push(...outputValues(reader));
      }
    }
    return false;
  };
  return (nodes: readonly Node[], folded: readonly Node[]): number => {
    const inside = new Set(nodes);
    const own = new Set(nodes.flatMap(outputValues).map(({ name }) => name));
    const read = nodes.flatMap((node) =>
      inputValues(node)
        .map(origin)
        .filter((value) => !folded.includes(node) || !index.isParameter(value)),
    );
    const written = nodes
      .flatMap(outputValues)
      .filter((value) => index.isOutput(value) || isReadOutside(value, inside));
    const moved = [...read.filter(({ name }) => !own.has(name)), ...written];
    const unique = new Map(moved.map((value) => [value.name, value]));
    return [...unique.values()].reduce((sum, { type }) => sum + byteCount(type), 0);
  };
}

/** To nanoseconds. */
function round(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
