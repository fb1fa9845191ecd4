/** A network's structure: nodes in execution order, each value assigned once. Weights are kept apart (`weights.ts`). */
import { isFloat } from "./dtypes.js";
import type { AttributeKinds, Canonical } from "./attributes.js";
import type { Initializer } from "./initializer.js";
import { type Named, type Outputs, isList } from "./named.js";
import type { Op, Slots } from "./op.js";
import type { TensorType } from "./tensor.js";

export interface Value {
  readonly name: string;
  readonly type: TensorType;
}

/** A value that comes with the model rather than with the call. */
export interface Parameter extends Value {
  readonly initial: Initializer;
}

export type Operand = Value | readonly Value[] | undefined;
export type Operands = Readonly<Record<string, Operand>>;

export interface Node {
  /** The path of the layer in the network: `encoder1/block1/conv1/conv2d`. */
  readonly name: string;
  /** The op itself: nothing is looked up by name. */
  readonly op: Op;
  readonly inputs: Operands;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, Value>>;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly parameters: readonly Parameter[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly Value[];
}

/** What an op declares of its nodes. */
interface Declared {
  readonly inputs: Slots;
  readonly outputs: Slots;
  readonly attributes: AttributeKinds;
}

/** A node whose op the compiler knows: `NodeOf<typeof convOp>`. */
export type NodeOf<D extends Declared> = Omit<Node, "inputs" | "attributes" | "outputs"> & {
  readonly inputs: Named<keyof D["inputs"] & string, Value>;
  readonly attributes: Canonical<D["attributes"]>;
  readonly outputs: Outputs<keyof D["outputs"] & string, Value>;
};

export function isNodeOf<D extends Declared>(node: Node, op: D): node is NodeOf<D> {
  return (node.op as Declared) === op;
}

/** The values a node reads, in the order its op declares them. */
export function inputValues(node: Node): readonly Value[] {
  return node.op.slots.flatMap(({ name }) => listed(node.inputs[name]));
}

/** The values a node assigns, in the order its op declares them. */
export function outputValues(node: Node): readonly Value[] {
  return Object.values(node.outputs);
}

/** One operand under `map`, lists kept as lists. */
export function mapOperand<T>(operand: Value | readonly Value[], map: (value: Value) => T): T | readonly T[] {
  return isList(operand) ? operand.map(map) : map(operand);
}

/** `map` of the value of every operand, by slot. */
export function mapOperands<T>(
  operands: Operands,
  map: (value: Value) => T,
): Readonly<Record<string, T | readonly T[] | undefined>> {
  return mapRecord(operands, (operand) => operand && mapOperand(operand, map));
}

export function mapRecord<A, B>(
  record: Readonly<Record<string, A>>,
  map: (each: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, map(each, key)]));
}

/** The graph with every value, wherever it stands, replaced by what `replace` makes of it. */
export function replaceValues(graph: Graph, replace: (value: Value) => Value): Graph {
  return {
    name: graph.name,
    inputs: graph.inputs.map(replace),
    parameters: graph.parameters.map((parameter) => ({ ...parameter, ...replace(parameter) })),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: mapOperands(node.inputs, replace),
      outputs: mapRecord(node.outputs, replace),
    })),
    outputs: graph.outputs.map(replace),
  };
}

/** Names of parameters that are gathered, not trained: every node that reads one reads it as a running statistic. */
export function runningStatistics(graph: Graph): ReadonlySet<string> {
  const statistics = new Set<string>();
  const trained = new Set<string>();
  for (const node of graph.nodes) {
    for (const { name: slot } of node.op.slots) {
      const names = node.op.statistics?.includes(slot) === true ? statistics : trained;
      for (const { name } of listed(node.inputs[slot])) names.add(name);
    }
  }
  return new Set([...statistics].filter((name) => !trained.has(name)));
}

/** The parameters that training changes: floating-point and no running statistic. */
export function trainableParameters(graph: Graph): readonly Parameter[] {
  const statistics = runningStatistics(graph);
  return graph.parameters.filter(({ name, type }) => isFloat(type.dtype) && !statistics.has(name));
}

/** The values of an operand: none, one or all of its list. */
export function listed(operand: Operand): readonly Value[] {
  if (operand === undefined) return [];
  return isList(operand) ? operand : [operand];
}
