/**
 * The reference: runs a graph by the definition of each op. Slow and exact; what every runtime is compared with. Ops compute in float32,
 * so that float16 operands are widened before a node and its float16 results rounded after it.
 */
import { InvalidInputError } from "./errors.js";
import { type Node, type Value, inputValues, mapOperands, mapRecord, outputValues } from "./graph.js";
import { indexOf } from "./graphIndex.js";
import { isList } from "./named.js";
import type { Op } from "./op.js";
import { type Tensor, type TensorType, castTensor, copyTensor, printType, sameType } from "./tensor.js";
import type { Model } from "./weights.js";

export interface EvaluateOptions {
  /** Called before each node, for progress. */
  readonly onNode?: (node: Node, index: number) => void;
}

/**
 * The values of the graph's outputs, by name, for given inputs, by name. A value is kept from its assignment to its last use only. The
 * results share no memory with the inputs, the weights or each other, whatever ops make of an operand's memory: they may be written to.
 */
export function evaluate(
  { graph, weights }: Model,
  inputs: Readonly<Record<string, Tensor>>,
  { onNode }: EvaluateOptions = {},
): Record<string, Tensor> {
  const values = new Map<string, Tensor>();
  const notOurs = new WeakSet<ArrayBufferLike>();
  const keepForeign = (name: string, tensor: Tensor): void => {
    values.set(name, tensor);
    notOurs.add(tensor.data.buffer);
  };
  for (const input of graph.inputs) keepForeign(input.name, checkedInput(input, inputs[input.name]));
  const index = indexOf(graph);
  const read = ({ name }: Value): Tensor => {
    const parameter = index.parameter(name);
    if (parameter !== undefined && !values.has(name)) keepForeign(name, weights.get(parameter));
    return values.get(name)!;
  };

  graph.nodes.forEach((node, position) => {
    onNode?.(node, position);
    const wanted = new Set(Object.keys(node.outputs).filter((output) => index.isRead(node.outputs[output]!)));
    for (const [output, tensor] of Object.entries(evaluateNode(node, read, wanted))) {
      values.set(node.outputs[output]!.name, tensor);
    }
    for (const value of [...inputValues(node), ...outputValues(node)]) {
      if ((index.lastRead(value) ?? position) <= position) values.delete(value.name);
    }
  });
  const give = (output: Value): Tensor => {
    const tensor = read(output);
    const own = notOurs.has(tensor.data.buffer) ? copyTensor(tensor) : tensor;
    notOurs.add(own.data.buffer);
    return own;
  };
  return Object.fromEntries(graph.outputs.map((output) => [output.name, give(output)]));
}

/** The wanted results by output, each of the type that the graph says. */
function evaluateNode(node: Node, read: (value: Value) => Tensor, wanted: ReadonlySet<string>): Record<string, Tensor> {
  const types = mapRecord(node.outputs, ({ type }) => type);
  return evaluateOp(node.op, { operands: mapOperands(node.inputs, read), attributes: node.attributes, types }, wanted);
}

interface OpCall {
  readonly operands: Readonly<Record<string, Tensor | readonly Tensor[] | undefined>>;
  readonly attributes: Node["attributes"];
  /** The types of the outputs, by output. */
  readonly types: Readonly<Record<string, TensorType>>;
}

/** The outputs of an op, each in the type that `types` says; only the `wanted` ones where these are given. */
export function evaluateOp(
  op: Op,
  { operands, attributes, types }: OpCall,
  wanted: ReadonlySet<string> = new Set(op.results),
): Record<string, Tensor> {
  const wide = mapRecord(operands, (operand) => (isList(operand) ? operand.map(widened) : operand && widened(operand)));
  const results = op.evaluate(wide, attributes, types, wanted);
  return Object.fromEntries([...wanted].map((output) => [output, castTensor(results[output]!, types[output]!.dtype)]));
}

/** The tensor as ops compute with it: float16 is float32 within a node. */
function widened(tensor: Tensor): Tensor {
  return tensor.dtype === "float16" ? castTensor(tensor, "float32") : tensor;
}

function checkedInput({ name, type }: Value, given: Tensor | undefined): Tensor {
  if (given === undefined) throw new InvalidInputError({ name, problem: "was not given" });
  if (!sameType(given, type)) {
    throw new InvalidInputError({ name, problem: `is ${printType(given)}, the graph takes ${printType(type)}` });
  }
  return given;
}
