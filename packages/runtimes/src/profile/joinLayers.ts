/**
 * Which kernel computes which layers. Runtimes keep the names of nodes through their optimisations, or append to them, so a kernel is
 * found by its name; the layers it took in besides are found by what it is and by what it says it does to its result. The time of a
 * kernel is never divided among its layers.
 */
import {
  type Fusion,
  type Graph,
  type GraphIndex,
  type Node,
  indexOf,
  inputValues,
  outputValues,
} from "@linknet-kit/core";
import type { Kernel, Tail } from "./kernels.js";

/** Kernels with the layers they compute together; without layers, one of the kernels that belong to none. */
export interface Group {
  readonly kind: "layers" | "inserted" | "unattributed";
  readonly nodes: readonly Node[];
  readonly kernels: readonly Kernel[];
}

export interface Joined {
  /** In the order in which their first kernels ran. */
  readonly groups: readonly Group[];
  /** Layers that no kernel computes: they do nothing in inference, or were folded away when the artifact was loaded. */
  readonly left: readonly Node[];
}

/** Kernels that only move values. */
const MOVING =
  /^(Reorder(Input|Output)|Transpose|Reshape|Squeeze|Unsqueeze|Identity|Cast|MemcpyToHost|MemcpyFromHost)$/;
const CONVOLVING = /Conv/;
/** What kernels call that of which they say that they do it. */
const TAILS: Readonly<Partial<Record<Fusion, Tail>>> = { sum: "add", activation: "activation" };

interface Growing {
  readonly nodes: Set<Node>;
  readonly kernels: Kernel[];
  lastKernel: number;
}

export function joinLayers(graph: Graph, kernels: readonly Kernel[]): Joined {
  const anchorOf = anchorsOf(graph);
  const owners = new Map<Node, Growing>();
  const apart: (Group & { readonly first: number })[] = [];
  kernels.forEach((kernel, position) => {
    const anchor = anchorOf(kernel.node);
    if (anchor === undefined) {
      const kind = MOVING.test(kernel.op) ? "inserted" : "unattributed";
      apart.push({ kind, nodes: [], kernels: [kernel], first: position });
      return;
    }
    const owner = owners.get(anchor) ?? { nodes: new Set([anchor]), kernels: [], lastKernel: position };
    owner.kernels.push(kernel);
    owner.lastKernel = position;
    owners.set(anchor, owner);
  });
  const index = indexOf(graph);
  mergeMoved(graph, owners, index);
  takeInProducers(graph, owners, index);
  takeInTails(graph, owners, index);
  const orders = new Map(kernels.map((kernel, position) => [kernel, position]));
  const firstOf = ({ kernels: own }: { kernels: readonly Kernel[] }): number => orders.get(own[0]!)!;
  const joined = [...new Set(owners.values())].map((owner) => ({
    kind: "layers" as const,
    nodes: [...owner.nodes].toSorted((a, b) => index.positionOf(a) - index.positionOf(b)),
    kernels: owner.kernels.toSorted((a, b) => orders.get(a)! - orders.get(b)!),
  }));
  return {
    groups: [...joined, ...apart.map(({ kind, nodes, kernels: own }) => ({ kind, nodes, kernels: own }))].toSorted(
      (a, b) => firstOf(a) - firstOf(b),
    ),
    left: graph.nodes.filter((node) => !owners.has(node)),
  };
}

/**
 * The layer a kernel is named after: by the node's name or its value's, else the first of those that stand right below that name, which one
 * node may have been written for, else by the longest path that leads to one.
 */
function anchorsOf({ nodes }: Graph): (name: string) => Node | undefined {
  const below = new Map(nodes.toReversed().map((node) => [node.name.replace(/\/[^/]*$/, ""), node]));
  const byName = new Map(nodes.flatMap((node) => outputValues(node).map(({ name }) => [name, node] as const)));
  for (const node of nodes) byName.set(node.name, node);
  return (name) => {
    const own = name.replace(/_nchwc$/, "");
    let path = own;
    for (;;) {
      const found = byName.get(path) ?? (path === own ? below.get(path) : undefined);
      if (found !== undefined) return found;
      const end = path.lastIndexOf("/");
      if (end < 0) return undefined;
      path = path.slice(0, end);
    }
  };
}

/** A batch norm after which only a kernel that moves values is named was folded into the layer before it. */
function mergeMoved({ nodes }: Graph, owners: Map<Node, Growing>, index: GraphIndex): void {
  for (const node of nodes) {
    const own = owners.get(node);
    if (node.op.fusion !== "norm" || own === undefined) continue;
    const before = producersOf(node, index)[0];
    const into = before && owners.get(before);
    if (into === undefined || !own.kernels.every(({ op }) => MOVING.test(op))) continue;
    into.kernels.push(...own.kernels);
    into.lastKernel = Math.max(into.lastKernel, own.lastKernel);
    into.nodes.add(node);
    owners.set(node, into);
  }
}

/** A kernel that convolves and is named after a later layer also computes what leads there from the convolution. */
function takeInProducers({ nodes }: Graph, owners: Map<Node, Growing>, index: GraphIndex): void {
  for (const anchor of nodes) {
    const owner = owners.get(anchor);
    if (owner === undefined || !owner.kernels.some(({ op }) => CONVOLVING.test(op))) continue;
    const chain: Node[] = [];
    let node: Node | undefined = anchor;
    while (node !== undefined && node.op.convolution === undefined) {
      node = producersOf(node, index).find((each) => !owners.has(each) && hasOneReader(each, index));
      if (node !== undefined) chain.push(node);
    }
    if (node === undefined) continue;
    for (const each of chain) adopt(owner, each, owners);
  }
}

/** What is left goes with the last of the kernels that it reads from, where that one says it does such a thing. */
function takeInTails({ nodes }: Graph, owners: Map<Node, Growing>, index: GraphIndex): void {
  for (const node of nodes) {
    const tail = tailOf(node);
    if (owners.has(node) || tail === undefined) continue;
    const before = producersOf(node, index).map((each) => owners.get(each));
    if (before.length === 0 || before.includes(undefined)) continue;
    const last = before.reduce((a, b) => (b!.lastKernel > a!.lastKernel ? b : a))!;
    const said = last.kernels.flatMap(({ tails = [] }) => tails).filter((each) => each === tail).length;
    const taken = [...last.nodes].filter((each) => tailOf(each) === tail).length;
    if (taken < said) adopt(last, node, owners);
  }
}

function tailOf({ op: { fusion } }: Node): Tail | undefined {
  return fusion && TAILS[fusion];
}

/** The nodes that it reads from; what does nothing in inference is looked through. */
function producersOf(node: Node, index: GraphIndex): readonly Node[] {
  return inputValues(node).flatMap((value) => {
    const producer = index.producerOf(value);
    if (producer === undefined) return [];
    return producer.op.fusion === "identity" ? producersOf(producer, index) : [producer];
  });
}

function hasOneReader(node: Node, index: GraphIndex): boolean {
  const read = outputValues(node).filter((value) => index.isRead(value));
  return read.length === 1 && index.isReadOnce(read[0]!);
}

function adopt(owner: Growing, node: Node, owners: Map<Node, Growing>): void {
  owner.nodes.add(node);
  owners.set(node, owner);
}
