/** Halves a model: weights and activations in float16, each op's result rounded to it. */
import { GraphBuilder } from "../builder.js";
import { type DType, isSingle } from "../dtypes.js";
import { type Graph, type Node, type Value, isNodeOf, listed, mapOperand, mapRecord } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import type { Op } from "../op.js";
import { castOp } from "../ops/cast.js";
import { identityOp } from "../ops/identity.js";
import type { TensorType } from "../tensor.js";
import type { Weights } from "../weights.js";
import { type Float16Conversion, halvedTensor } from "./halvedTensor.js";
import type { Rewrite } from "./rewrite.js";

export interface Float16Options {
  /** Whether inputs and outputs of the graph stay what they are, with casts inside; so unless it is `false`. */
  readonly keepIoTypes?: boolean;
  /** Called with every weight that is converted, each time that it is asked for. */
  readonly onConvert?: ((conversion: Float16Conversion) => void) | undefined;
}

/** Behind the name of a value that an output of another type is called by. */
const INNER = "/float16";

/** A weight is converted when it is asked for, with a `Float16OverflowError` where it is too large. */
export function toFloat16({ keepIoTypes = true, onConvert }: Float16Options = {}): Rewrite {
  return {
    name: "toFloat16",
    summary: "makes float16 of everything that is float32, inside or inputs and outputs too",
    run: ({ graph, weights }) => ({
      graph: halveGraph(graph, keepIoTypes),
      weights: halveWeights(graph, weights, onConvert),
    }),
  };
}

function halveGraph(graph: Graph, keepIoTypes: boolean): Graph {
  const builder = new GraphBuilder(graph.name);
  const index = indexOf(graph);
  const values = new Map<string, Value>();
  const present = ({ name }: Value): Value => values.get(name)!;
  const castTo = (value: Value, to: DType, name: string, output = name): Value =>
    builder.append({ name, op: castOp, inputs: { x: value }, attributes: { to } }, { y: output })["y"]!;
  const casts = new Map<string, Value>();
  /** A value as it is read: cast once, whoever reads it. */
  const as = (value: Value, { dtype }: TensorType): Value => {
    if (value.type.dtype === dtype) return value;
    const key = `${dtype} ${value.name}`;
    const cast = casts.get(key) ?? castTo(value, dtype, builder.freeName(`${value.name}/cast`));
    casts.set(key, cast);
    return cast;
  };

  for (const { name, type } of graph.inputs) values.set(name, builder.input(name, keepIoTypes ? type : halved(type)));
  // An output keeps its name; what is cast to it needs another.
  const isCastTo = ({ name, type }: Value): boolean =>
    type.dtype === "float32" && (keepIoTypes || !givesHalves(index.producerOf({ name, type }), name));
  const kept = new Set(graph.outputs.filter(isCastTo).map(nameOf));
  const innerName = (name: string): string => (kept.has(name) ? `${name}${INNER}` : name);
  const whole = wholeParameters(graph);
  for (const { name, type, initial } of graph.parameters) {
    const parameter = whole.has(name) ? type : halved(type);
    values.set(name, builder.parameter(innerName(name), { type: parameter, initial }));
  }
  // One that is not cast to anything may need a node to be called so.
  const outputNames = new Set(keepIoTypes ? [] : graph.outputs.map(nameOf));
  for (const node of graph.nodes) {
    const isCast = isNodeOf(node, castOp) && [node.inputs.x, node.outputs.y].every(({ type }) => isSingle(type.dtype));
    if (isCast && !outputNames.has(node.outputs.y.name)) {
      values.set(node.outputs.y.name, present(node.inputs.x));
      continue;
    }
    const names = mapRecord(node.outputs, ({ name }) => innerName(name));
    const attributes = node.op === castOp ? { to: halvedType(node.attributes["to"] as DType) } : node.attributes;
    const inputs = mapRecord(node.inputs, (operand, slot) => {
      const isHalved = takesHalves(node.op, slot);
      return operand && mapOperand(operand, (value) => as(present(value), isHalved ? halved(value.type) : value.type));
    });
    const outputs = builder.append({ ...node, inputs, attributes }, names);
    for (const [output, { name }] of Object.entries(node.outputs)) values.set(name, outputs[output]!);
  }
  const taken = new Set([...graph.inputs.map(nameOf), ...graph.parameters.map(({ name }) => innerName(name))]);
  const outputs = graph.outputs.map((output): [string, Value] => {
    const { name } = output;
    const inner = present(output);
    const { dtype } = keepIoTypes ? output.type : halved(output.type);
    const value = inner.type.dtype === dtype ? inner : castTo(inner, dtype, `${name}/cast`, name);
    // What the graph is given, or gives under another name already, is handed on under this one.
    const isTaken = value.name !== name && taken.has(value.name);
    taken.add(value.name);
    return [name, isTaken ? handOn(builder, value, name) : value];
  });
  return builder.build(Object.fromEntries(outputs));
}

/** Whether an op computes of halves there: the scales of quantised numbers are floats alone. */
function takesHalves(op: Op, slot: string): boolean {
  return admitsHalves(op, op.slots.find(({ name }) => name === slot)!.type);
}

/** Whether an op gives halves under that name: what dequantises gives floats alone. */
function givesHalves(node: Node | undefined, value: string): boolean {
  const [output] = Object.entries(node?.outputs ?? {}).find(([, { name }]) => name === value) ?? [];
  return node === undefined || output === undefined || admitsHalves(node.op, node.op.outputs[output]!);
}

function admitsHalves({ types }: Op, type: string): boolean {
  return type === "float16" || types[type]?.includes("float16") === true;
}

/** Names of the parameters that some node takes as float32 alone. */
function wholeParameters(graph: Graph): ReadonlySet<string> {
  const slots = graph.nodes.flatMap(({ op, inputs }) =>
    Object.entries(inputs).filter(([slot]) => !takesHalves(op, slot)),
  );
  return new Set(slots.flatMap(([, operand]) => listed(operand).map(nameOf)));
}

function handOn(builder: GraphBuilder, x: Value, name: string): Value {
  return builder.append({ name: `${name}/identity`, op: identityOp, inputs: { x }, attributes: {} }, { y: name })["y"]!;
}

function halveWeights(graph: Graph, weights: Weights, onConvert: Float16Options["onConvert"]): Weights {
  const index = indexOf(graph);
  const whole = wholeParameters(graph);
  return {
    get: (parameter) => {
      const { name } = parameter;
      const original = index.parameter(name) ?? index.parameter(name.slice(0, -INNER.length)) ?? parameter;
      const tensor = weights.get(original);
      return whole.has(original.name) ? tensor : halvedTensor(original, tensor, onConvert);
    },
  };
}

function halved({ dtype, shape }: TensorType): TensorType {
  return { dtype: halvedType(dtype), shape };
}

function halvedType(dtype: DType): DType {
  return dtype === "float32" ? "float16" : dtype;
}

function nameOf({ name }: Value): string {
  return name;
}
