/** Halves a model: weights and activations in float16, each op's result rounded to it. */
import { GraphBuilder } from "../builder.js";
import { type DType, isFloat } from "../dtypes.js";
import { type Graph, type Value, isNodeOf, mapOperands, mapRecord } from "../graph.js";
import { indexOf } from "../graphIndex.js";
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
  const values = new Map<string, Value>();
  const present = ({ name }: Value): Value => values.get(name)!;
  const castTo = (value: Value, { dtype: to }: TensorType, name: string, output = name): Value =>
    value.type.dtype === to
      ? value
      : builder.append({ name, op: castOp, inputs: { x: value }, attributes: { to } }, { y: output })["y"]!;

  for (const { name, type } of graph.inputs) {
    const input = builder.input(name, keepIoTypes ? type : halved(type));
    values.set(name, castTo(input, halved(type), `${name}/cast`));
  }
  // An output that stays as it is keeps its name; what is cast to it needs another.
  const kept = new Set(keepIoTypes ? graph.outputs.filter(({ type }) => type.dtype === "float32").map(nameOf) : []);
  const innerName = (name: string): string => (kept.has(name) ? `${name}${INNER}` : name);
  for (const { name, type, initial } of graph.parameters) {
    values.set(name, builder.parameter(innerName(name), { type: halved(type), initial }));
  }
  // One that is not cast to anything may need a node to be called so.
  const outputNames = new Set(keepIoTypes ? [] : graph.outputs.map(nameOf));
  for (const node of graph.nodes) {
    const isCast = isNodeOf(node, castOp) && [node.inputs.x, node.outputs.y].every(({ type }) => isFloat(type.dtype));
    if (isCast && !outputNames.has(node.outputs.y.name)) {
      values.set(node.outputs.y.name, present(node.inputs.x));
      continue;
    }
    const names = mapRecord(node.outputs, ({ name }) => innerName(name));
    const attributes = node.op === castOp ? { to: halvedType(node.attributes["to"] as DType) } : node.attributes;
    const outputs = builder.append({ ...node, inputs: mapOperands(node.inputs, present), attributes }, names);
    for (const [output, { name }] of Object.entries(node.outputs)) values.set(name, outputs[output]!);
  }
  const taken = new Set([...graph.inputs.map(nameOf), ...graph.parameters.map(({ name }) => innerName(name))]);
  const outputs = graph.outputs.map((output): [string, Value] => {
    const { name } = output;
    const inner = present(output);
    const value = keepIoTypes ? castTo(inner, output.type, `${name}/cast`, name) : inner;
    // What the graph is given, or gives under another name already, is handed on under this one.
    const isTaken = value.name !== name && taken.has(value.name);
    taken.add(value.name);
    return [name, isTaken ? handOn(builder, value, name) : value];
  });
  return builder.build(Object.fromEntries(outputs));
}

function handOn(builder: GraphBuilder, x: Value, name: string): Value {
  return builder.append({ name: `${name}/identity`, op: identityOp, inputs: { x }, attributes: {} }, { y: name })["y"]!;
}

function halveWeights(graph: Graph, weights: Weights, onConvert: Float16Options["onConvert"]): Weights {
  const index = indexOf(graph);
  return {
    get: (parameter) => {
      const { name } = parameter;
      const original = index.parameter(name) ?? index.parameter(name.slice(0, -INNER.length)) ?? parameter;
      return halvedTensor(original, weights.get(original), onConvert);
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
