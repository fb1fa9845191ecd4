/** From a model to the records of a tfjs graph model. Nothing here knows bytes, and no weight is drawn before it is asked for. */
import {
  type DType,
  type Graph,
  type Model,
  type Node,
  type OnNode,
  type Shape,
  type Tensor,
  type TensorType,
  type TfjsForm,
  type Value,
  castTensor,
  inputValues,
} from "@linknet-kit/core";
import {
  type AttrValue,
  type DataType,
  type GraphDef,
  type NodeDef,
  type Signature,
  type TensorInfo,
  attrValue,
  dataTypeOf,
  tensorShape,
} from "../graphDef.js";
import { type LowerOptions, lowerForTfjs } from "../lower.js";
import { formsOf } from "./checkNodes.js";
import { BeyondInt32Error, UnnameableEndError } from "./errors.js";
import { NodeNames, nodeNamesOf } from "./nodeNames.js";

/** A constant of the graph, whose values are there when asked for. */
export interface EmittedWeight {
  /** Name of the constant's node. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: "float32" | "int32" | "bool";
  read(): Float32Array | Int32Array | Uint8Array;
}

export interface EmittedGraphModel {
  readonly modelTopology: GraphDef;
  readonly signature: Signature;
  readonly weights: readonly EmittedWeight[];
}

/** Versions of GraphDef. tfjs shows them as the version of the model and does not otherwise use them. */
const VERSIONS = { producer: 1286, minConsumer: 12 };

/**
 * The model, lowered, as GraphDef: one node for each of its inputs, parameters, nodes and their constants, called as in the graph. An
 * `UnsupportedByTfjsError` names every node that tfjs does not have.
 */
export function emitModel(model: Model, { onNode, ...options }: TfjsEmitOptions = {}): EmittedGraphModel {
  return emitLowered(lowerForTfjs(model, options), onNode);
}

export interface TfjsEmitOptions extends LowerOptions {
  /** Told of each node that is written. */
  readonly onNode?: OnNode | undefined;
}

/** Emits a model that is lowered already, as `emitModel` does. */
export function emitLowered({ graph, weights }: Model, onNode?: OnNode): EmittedGraphModel {
  const forms = formsOf(graph);
  graph.nodes.forEach((node, at) => onNode?.({ node, operator: forms[at]!.op }));
  const names = new NodeNames();
  const nodeNames = nodeNamesOf(graph, names);
  const nameOf = ({ name }: Value): string => nodeNames.get(name)!;

  const parameters = graph.parameters.map((parameter) =>
    emittedWeight(nameOf(parameter), parameter.type, () => weights.get(parameter)),
  );
  const computed = graph.nodes.map((node, index) => emitNode(node, forms[index]!, nameOf, names));
  const constants = computed.flatMap((each) => each.constants);
  const all = [...parameters, ...constants];
  return {
    modelTopology: {
      node: [
        ...graph.inputs.map((input) => placeholder(nameOf(input), input)),
        ...all.map(constantNode),
        ...computed.map(({ node }) => node),
      ],
      versions: VERSIONS,
    },
    signature: signatureOf(graph, nameOf),
    weights: all,
  };
}

function emitNode(node: Node, form: TfjsForm, nameOf: (value: Value) => string, names: NodeNames) {
  const name = nameOf(Object.values(node.outputs)[0]!);
  const operands = inputValues(node);
  const constants = Object.entries(form.constants ?? {}).map(([each, tensor]) =>
    emittedWeight(names.give(`${name}/${each}`), tensor, () => tensor),
  );
  const attributes = Object.entries(form.attributes ?? {}).map(([each, value]): [string, AttrValue] => [
    each,
    attrValue(value),
  ]);
  const def: NodeDef = {
    name,
    op: form.op,
    input: [...operands.map(nameOf), ...constants.map((constant) => constant.name)],
    // The data type that TensorFlow's kernels are chosen by is that of the last operand, for every op here.
    attr: { T: { type: dataType(operands.at(-1)!.type) }, ...Object.fromEntries(attributes) },
  };
  return { node: def, constants };
}

function placeholder(name: string, { type }: Value): NodeDef {
  return {
    name,
    op: "Placeholder",
    attr: { dtype: { type: dataType(type) }, shape: { shape: tensorShape(type.shape) } },
  };
}

/** Its values stand in the manifest of weights, under its name. */
function constantNode({ name, shape, dtype }: EmittedWeight): NodeDef {
  const type = dataTypeOf(dtype)!;
  return {
    name,
    op: "Const",
    attr: { dtype: { type }, value: { tensor: { dtype: type, tensorShape: tensorShape(shape) } } },
  };
}

function emittedWeight(name: string, { dtype, shape }: TensorType, read: () => Tensor): EmittedWeight {
  const stored = dtype === "int64" ? "int32" : dtype;
  if (stored !== "float32" && stored !== "int32" && stored !== "bool") throw refusedBefore(dtype);
  return { name, shape, dtype: stored, read: () => castTensor(withinInt32(name, read()), stored).data };
}

function withinInt32(weight: string, tensor: Tensor): Tensor {
  const value = tensor.dtype === "int64" ? tensor.data.find((each) => BigInt.asIntN(32, each) !== each) : undefined;
  if (value !== undefined) throw new BeyondInt32Error({ weight, value });
  return tensor;
}

function signatureOf({ inputs, outputs }: Graph, nameOf: (value: Value) => string): Signature {
  for (const { name } of [...inputs, ...outputs]) if (name === "__proto__") throw new UnnameableEndError({ name });
  const infos = (values: readonly Value[]): Record<string, TensorInfo> =>
    Object.fromEntries(values.map((value) => [value.name, tensorInfo(nameOf(value), value.type)]));
  return { inputs: infos(inputs), outputs: infos(outputs) };
}

function tensorInfo(node: string, type: TensorType): TensorInfo {
  return { name: `${node}:0`, dtype: dataType(type), tensorShape: tensorShape(type.shape) };
}

function dataType({ dtype }: TensorType): DataType {
  const type = dataTypeOf(dtype);
  if (type === undefined) throw refusedBefore(dtype);
  return type;
}

/** Nodes of such values have no form. */
function refusedBefore(dtype: DType): Error {
  return new Error(`${dtype} is refused before`);
}
