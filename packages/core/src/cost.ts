/** What a graph costs before it runs: parameters, multiply-accumulates, FLOPs under named conventions, bytes, live activations. */
import { type Flops, countFlops } from "./conventions/index.js";
import { isFloat } from "./dtypes.js";
import {
  type Graph,
  type Node,
  type Value,
  inputValues,
  mapOperands,
  mapRecord,
  outputValues,
  trainableParameters,
} from "./graph.js";
import { type GraphIndex, indexOf } from "./graphIndex.js";
import type { Cost } from "./op.js";
import { type Shape, type TensorType, byteCount, elementCount } from "./tensor.js";

export interface NodeCost extends Cost {
  /** The node's path. */
  readonly name: string;
  readonly op: string;
  readonly flops: Flops;
  /** Shape of the node's first output. */
  readonly outputShape: Shape;
  /** Trainable elements that this node is the first to read. */
  readonly parameters: number;
  /** The fewest bytes that must move: every operand and every used output once. */
  readonly bytes: number;
}

export interface GraphCost {
  /** Trainable elements; running statistics are `statistics`. */
  readonly parameters: number;
  readonly statistics: number;
  readonly macs: number;
  /** One multiply-accumulate counted as two. */
  readonly flops: Flops;
  readonly scalarOps: number;
  readonly weightBytes: number;
  /** Sum over all values that nodes assign. */
  readonly activationBytes: number;
  readonly activationPeakBytes: number;
  readonly layers: readonly NodeCost[];
}

/** Counts one multiply-accumulate as two FLOPs, as every report states beside the figure. */
export function countCost(graph: Graph): GraphCost {
  const trainable = trainableParameters(graph);
  const uncounted = new Map(trainable.map(({ name, type }) => [name, elementCount(type)]));
  const index = indexOf(graph);
  const layers = graph.nodes.map((node) => countNode(node, index, uncounted));
  const total = (of: (layer: NodeCost) => number): number => layers.reduce((sum, layer) => sum + of(layer), 0);
  const parameters = sumElements(trainable);
  return {
    parameters,
    statistics: sumElements(graph.parameters.filter(({ type }) => isFloat(type.dtype))) - parameters,
    macs: total((layer) => layer.macs),
    flops: {
      useful: total(({ flops }) => flops.useful),
      dense: total(({ flops }) => flops.dense),
      paper: total(({ flops }) => flops.paper),
    },
    scalarOps: total((layer) => layer.scalarOps),
    weightBytes: graph.parameters.reduce((sum, { type }) => sum + byteCount(type), 0),
    activationBytes: sumBytes(graph.nodes.flatMap((node) => usedOutputs(node, index))),
    activationPeakBytes: activationPeakBytes(graph),
    layers,
  };
}

/** Asks the node's op, nothing else: an op cannot be defined without its rule. */
function countNode(node: Node, index: GraphIndex, uncounted: Map<string, number>): NodeCost {
  const operandTypes = mapOperands(node.inputs, ({ type }) => type);
  const outputTypes = mapRecord(node.outputs, ({ type }) => type);
  const cost = node.op.countCost(operandTypes, outputTypes, node.attributes);
  const flops = countFlops(node.op, cost, operandTypes, outputTypes, node.attributes);
  const operands = inputValues(node);
  let parameters = 0;
  for (const { name } of operands) {
    parameters += uncounted.get(name) ?? 0;
    uncounted.delete(name);
  }
  const outputs = usedOutputs(node, index);
  const bytes = sumBytes([...operands, ...outputs]);
  return {
    name: node.name,
    op: node.op.name,
    flops,
    outputShape: outputValues(node)[0]!.type.shape,
    parameters,
    bytes,
    ...cost,
  };
}

/**
 * The most bytes of activations alive at once, nodes running in order: a value lives from the node that assigns it to the last one
 * that reads it, inputs from the start and outputs to the end. No operation is taken to work in place and none to be fused, so a
 * runtime may need less.
 */
function activationPeakBytes(graph: Graph): number {
  const index = indexOf(graph);
  let alive = sumBytes(graph.inputs);
  let peak = alive;
  graph.nodes.forEach((node, position) => {
    alive += sumBytes(usedOutputs(node, index));
    peak = Math.max(peak, alive);
    const activations = uniqueByName(inputValues(node)).filter((value) => !index.isParameter(value));
    alive -= sumBytes(activations.filter((value) => index.lastRead(value) === position));
  });
  return peak;
}

function usedOutputs(node: Node, index: GraphIndex): readonly Value[] {
  return outputValues(node).filter((value) => index.isRead(value));
}

function uniqueByName(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [value.name, value])).values()];
}

function sumBytes(values: readonly { readonly type: TensorType }[]): number {
  return values.reduce((sum, { type }) => sum + byteCount(type), 0);
}

function sumElements(values: readonly { readonly type: TensorType }[]): number {
  return values.reduce((sum, { type }) => sum + elementCount(type), 0);
}
