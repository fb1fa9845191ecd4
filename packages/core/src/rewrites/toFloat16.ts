/** Halves a model: weights and activations in float16, each op's result rounded to it. */
import { LinknetError } from "@linknet-kit/base";
import { GraphBuilder } from "../builder.js";
import { FLOAT16_MAX, FLOAT16_OVERFLOW, FLOAT16_UNDERFLOW } from "../float16.js";
import { type Graph, type Parameter, type Value, mapOperands, mapRecord } from "../graph.js";
import { castOp } from "../ops/cast.js";
import { type Tensor, type TensorType, castTensor } from "../tensor.js";
import type { Model, Weights } from "../weights.js";

export interface Float16Options {
  /** Whether inputs and outputs of the graph stay what they are, with casts inside; so unless it is `false`. */
  readonly keepIoTypes?: boolean;
  /** Told of every weight when it is converted, which is each time that it is asked for. */
  readonly onConvert?: ((conversion: Float16Conversion) => void) | undefined;
}

/** What became of one weight. */
export interface Float16Conversion {
  readonly tensor: string;
  readonly values: number;
  /** How many were other than zero, and are too small for float16 to be so. */
  readonly underflows: number;
}

/** A weight that float16 cannot hold: rounding it to infinity would only show in the results. */
export class Float16OverflowError extends LinknetError {
  readonly code = "FLOAT16_OVERFLOW";

  constructor(data: { readonly tensor: string; readonly value: number }) {
    super(`weight "${data.tensor}" has ${data.value}, and float16 ends at ${FLOAT16_MAX}`, {
      hint: "fold batch norms, whose variances may be large, or stay with float32",
    });
  }
}

/** The model in float16. A weight is converted when it is asked for, and a `Float16OverflowError` where one is too large. */
export function toFloat16({ graph, weights }: Model, { keepIoTypes = true, onConvert }: Float16Options = {}): Model {
  return { graph: halveGraph(graph, keepIoTypes), weights: halveWeights(graph, weights, onConvert) };
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
  for (const { name, type, initial } of graph.parameters) {
    values.set(name, builder.parameter(name, { type: halved(type), initial }));
  }
  // An output that stays as it is keeps its name; what is cast to it needs another.
  const kept = new Set(keepIoTypes ? graph.outputs.filter(({ type }) => type.dtype === "float32").map(nameOf) : []);
  // One that is not cast to anything may need a node to be called so.
  const outputNames = new Set(keepIoTypes ? [] : graph.outputs.map(nameOf));
  for (const node of graph.nodes) {
    const isCast = node.op === castOp;
    if (isCast && !outputNames.has(node.outputs["y"]!.name)) {
      values.set(node.outputs["y"]!.name, present(node.inputs["x"] as Value));
      continue;
    }
    const names = mapRecord(node.outputs, ({ name }) => (kept.has(name) ? `${name}/float16` : name));
    const attributes = isCast ? { to: "float16" } : node.attributes;
    const outputs = builder.append({ ...node, inputs: mapOperands(node.inputs, present), attributes }, names);
    for (const [output, { name }] of Object.entries(node.outputs)) values.set(name, outputs[output]!);
  }
  const outputs = graph.outputs.map((output): [string, Value] => {
    const value = present(output);
    return [output.name, keepIoTypes ? castTo(value, output.type, `${output.name}/cast`, output.name) : value];
  });
  return builder.build(Object.fromEntries(outputs));
}

function halveWeights(graph: Graph, weights: Weights, onConvert: Float16Options["onConvert"]): Weights {
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  return {
    get: (parameter) => {
      const original = parameters.get(parameter.name) ?? parameter;
      return halvedTensor(original, weights.get(original), onConvert);
    },
  };
}

/** A tensor of float32 in float16, any other as it is; a `Float16OverflowError` naming it where a finite value would not stay so. */
export function halvedTensor(
  { name }: Pick<Parameter, "name">,
  tensor: Tensor,
  onConvert?: Float16Options["onConvert"],
): Tensor {
  if (tensor.dtype !== "float32") return tensor;
  let underflows = 0;
  for (const value of tensor.data) {
    const magnitude = Math.abs(value);
    if (magnitude >= FLOAT16_OVERFLOW && magnitude !== Infinity)
      throw new Float16OverflowError({ tensor: name, value });
    if (magnitude <= FLOAT16_UNDERFLOW && magnitude > 0) underflows += 1;
  }
  onConvert?.({ tensor: name, values: tensor.data.length, underflows });
  return castTensor(tensor, "float16");
}

function halved({ dtype, shape }: TensorType): TensorType {
  return { dtype: dtype === "float32" ? "float16" : dtype, shape };
}

function nameOf({ name }: Value): string {
  return name;
}
