/**
 * Which values of a graph are images: floats of four axes that something which knows images reads or gives (a convolution, a pool, an end of the graph), and
 * all that ops which follow axes connect with these. Other tensors of four axes, such as the heads of a transformer, are none.
 */
import { isSingle } from "../dtypes.js";
import { type Graph, type Node, type Value, inputValues, outputValues } from "../graph.js";
import type { Op } from "../op.js";
import type { TensorType } from "../tensor.js";

export function isOfFourAxes({ dtype, shape }: TensorType): boolean {
  return isSingle(dtype) && shape.length === 4;
}

/** Their names, without parameters; `known` are ops that know images. */
export function imageValues(graph: Graph, known: (op: Op) => boolean): ReadonlySet<string> {
  const neighbours = new Map<string, Node[]>();
  const images = new Set<string>();
  const open: string[] = [];
  const parameters = new Set(graph.parameters.map(({ name }) => name));
  const add = (values: readonly Value[]): void => {
    for (const { name, type } of values) {
      if (!isOfFourAxes(type) || images.has(name) || parameters.has(name)) continue;
      images.add(name);
      open.push(name);
    }
  };
  for (const node of graph.nodes) {
    // A weight is none, though it has four axes.
    if (known(node.op)) add([node.inputs["x"] as Value, ...outputValues(node)]);
    if (!followsAxes(node)) continue;
    for (const { name } of valuesOf(node)) {
      if (parameters.has(name)) continue;
      const nodes = neighbours.get(name) ?? [];
      nodes.push(node);
      neighbours.set(name, nodes);
    }
  }
  add([...graph.inputs, ...graph.outputs]);
  // Each once: the first image that a node reads or gives makes images of all of them.
  const followed = new Set<Node>();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const node of neighbours.get(name) ?? []) {
      if (!followed.has(node)) add(valuesOf(node));
      followed.add(node);
    }
  }
  return images;
}

function valuesOf(node: Node): readonly Value[] {
  return [...inputValues(node), ...outputValues(node)];
}

/** A transpose is told from what keeps axes in their order: it hands images on to what is none. */
function followsAxes({ op: { axes }, attributes, inputs }: Node): boolean {
  if (axes === "kept") return true;
  if (typeof axes !== "function") return false;
  const x = Object.values(inputs)[0] as Value;
  return axes(attributes, x.type).every((axis, at, all) => at === 0 || all[at - 1]! < axis);
}
