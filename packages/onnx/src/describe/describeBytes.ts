/**
 * What must be known of a model so that a runtime can be fed and asked, whatever its nodes compute: nothing here needs an op, or
 * touches a file.
 */
import type { DType } from "@linknet-kit/core";
import { DEFAULT_BUDGET, type ReadBudget } from "../decode/budget.js";
import { DamagedOnnxError, OnnxBudgetError } from "../decode/errors.js";
import { decodeWire } from "../decode/wireDecoder.js";
import { placeOf } from "../import/externalPlace.js";
import { isExternal } from "../import/importTensor.js";
import { type DeclaredShape, shapeOf } from "../import/importValue.js";
import { isOnnxDomain } from "../import/operators.js";
import { dataTypeOf, elementTypeOf } from "../onnxProto.js";
import {
  type GraphOutline,
  type ModelOutline,
  type NodeOutline,
  type TensorOutline,
  type ValueOutline,
  model,
} from "./records.js";
import { tensorsIn } from "./tensorsIn.js";

export interface DeclaredValue {
  readonly name: string;
  /** Absent where the file does not say, or where it is one that no runtime can be handed from here, such as text. */
  readonly dtype?: DType;
  /** ONNX's name of the type, for messages. */
  readonly declared: string;
  /** Absent where not even the number of axes is said. */
  readonly shape?: DeclaredShape;
}

export interface OnnxDescription {
  /** Inputs that must be fed. An initializer of the same name makes an input optional. */
  readonly inputs: readonly DeclaredValue[];
  readonly outputs: readonly DeclaredValue[];
  /** Tensors that nodes of the graph give and that are no outputs, in the file's order. */
  readonly values: readonly string[];
  /** How often each operator stands there, as `Relu` or `com.microsoft::FusedConv`. */
  readonly operators: ReadonlyMap<string, number>;
  /** Files beside the model with values of its tensors, as the model names them: paths that do not leave its folder. */
  readonly externalFiles: readonly string[];
  /** Whether any of its numbers are of 16 bits. */
  readonly isHalf: boolean;
  /** Whether values are put where a pool found maxima, which rounding may decide. */
  readonly passesPositions: boolean;
}

/** A model whose tensors are known, but not what they hold. */
export interface DescribedBytes extends OnnxDescription {
  readonly tensors: readonly TensorOutline[];
}

/** Throws where the bytes are no whole ONNX model. Whether the files that it names are there, only their reader knows. */
export function describeBytes(bytes: Uint8Array, budget: Partial<ReadBudget> = {}): DescribedBytes {
  const limits = { ...DEFAULT_BUDGET, ...budget };
  if (bytes.length > limits.fileBytes) throw new OnnxBudgetError({ what: "bytes", limit: limits.fileBytes });
  const outline = decodeWire(bytes, "model", model, limits);
  const tensors = tensorsIn(outline, limits);
  const places = tensors.filter(isExternal).map(({ name = "", externalData = [] }) => placeOf(name, externalData));
  const externalFiles = [...new Set(places.map(({ location }) => location))];
  return { ...describe(outline, tensors), tensors, externalFiles };
}

function describe({ graph }: ModelOutline, tensors: readonly TensorOutline[]) {
  if (graph === undefined) throw new DamagedOnnxError({ problem: "it has no graph" });
  const { node: nodes = [], input = [], output = [], initializer = [], sparseInitializer = [] } = graph;
  const known = new Set([
    ...initializer.map(({ name }) => name),
    ...sparseInitializer.map(({ values }) => values?.name),
  ]);
  const outputs = output.map(describeValue);
  return {
    inputs: input.filter(({ name }) => !known.has(name)).map(describeValue),
    outputs,
    values: valuesBetween(nodes, new Set(outputs.map(({ name }) => name))),
    operators: countOperators(nodes),
    isHalf: isHalf(graph, tensors),
    passesPositions: passesPositions(nodes),
  };
}

function describeValue({ name, type }: ValueOutline): DeclaredValue {
  const tensor = type?.tensorType;
  const { dtype, declared } = elementTypeOf(tensor && Number(tensor.elemType ?? 0));
  const shape = tensor ? shapeOf(tensor) : undefined;
  return { name: name ?? "", declared, ...(dtype && { dtype }), ...(shape && { shape }) };
}

/** What gives no tensors. */
const NO_TENSORS = /^(Sequence|Optional|SplitToSequence$)/;

function valuesBetween(nodes: readonly NodeOutline[], outputs: ReadonlySet<string>): readonly string[] {
  const tensors = nodes.flatMap(({ opType, output }) => (NO_TENSORS.test(opType ?? "") ? [] : (output ?? [])));
  return tensors.filter((name) => name !== "" && !outputs.has(name));
}

function countOperators(nodes: readonly NodeOutline[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { domain, opType = "" } of nodes) {
    const operator = isOnnxDomain(domain) ? (opType ?? "") : `${domain}::${opType}`;
    counts.set(operator, (counts.get(operator) ?? 0) + 1);
  }
  return counts;
}

function isHalf(
  { input = [], output = [], valueInfo = [], node = [] }: GraphOutline,
  tensors: readonly TensorOutline[],
): boolean {
  const isOf16Bits = (dataType: bigint | undefined): boolean => Number(dataType) === dataTypeOf("float16");
  const isCastTo16 = ({ opType, attribute = [] }: NodeOutline): boolean =>
    opType === "Cast" && attribute.some(({ name, i }) => name === "to" && isOf16Bits(i));
  return (
    [...input, ...output, ...valueInfo].some(({ type }) => isOf16Bits(type?.tensorType?.elemType)) ||
    tensors.some(({ dataType }) => isOf16Bits(dataType)) ||
    node.some(isCastTo16)
  );
}

function passesPositions(nodes: readonly NodeOutline[]): boolean {
  const positions = new Set(nodes.flatMap(({ opType, output }) => (opType === "MaxPool" ? [output?.[1] ?? ""] : [])));
  positions.delete("");
  return nodes.some(({ opType, input }) => opType === "MaxUnpool" && positions.has(input?.[1] ?? ""));
}
