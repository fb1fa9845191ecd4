/** One node of a graph, or several that one operator does together, as a node of ONNX, by what ops and expansions say of themselves. */
import {
  type GraphIndex,
  type Node,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxOperator,
  type Tensor,
  type TensorType,
  type UniqueNames,
  mapOperand,
  outputValues,
} from "@linknet-kit/core";
import { writeForm } from "../nodeForm.js";
import { AttributeProto, type onnx } from "../onnxProto.js";
import { type Joint, nameOfJoint } from "./jointNodes.js";

/** A tensor of the file, whose values are there when asked for. */
export interface EmittedTensor {
  readonly name: string;
  readonly type: TensorType;
  read(): Tensor;
}

interface NodeContext {
  /** Of the graph. */
  readonly index: GraphIndex;
  readonly opset: number;
  readonly valueNames: UniqueNames;
  readonly nodeNames: UniqueNames;
}

export interface EmittedNode {
  readonly proto: onnx.INodeProto & { readonly opType: string };
  /** Inputs that ONNX wants as values where the op has attributes. */
  readonly constants: readonly EmittedTensor[];
}

export function emitNode(node: Node, context: NodeContext): EmittedNode {
  const { form, ...written } = writeForm(node, context.opset);
  const outputs = resultNames(node, context.index);
  return emitAs({ name: node.name, form, written, operands: operandNames(node), outputs }, context);
}

/** Several nodes that read one value as one. */
export function emitJoint(joint: Joint, context: NodeContext): EmittedNode {
  const { operator: form, nodes, written } = joint;
  const outputs = nodes.flatMap(outputValues).map(({ name }) => name);
  return emitAs({ name: nameOfJoint(joint), form, written, operands: operandNames(nodes[0]!), outputs }, context);
}

interface ToEmit {
  readonly name: string;
  readonly form: OnnxOperator;
  readonly written: Partial<OnnxNode>;
  readonly operands: readonly string[];
  readonly outputs: readonly string[];
}

function emitAs(
  { name, form, written, operands, outputs }: ToEmit,
  { valueNames, nodeNames }: NodeContext,
): EmittedNode {
  const constants = new Map<string, EmittedTensor>();
  for (const [constant, tensor] of Object.entries(written.constants ?? {})) {
    if (tensor !== undefined) constants.set(constant, emitConstant(valueNames(`${name}/${constant}`), tensor));
  }
  const constantNames = (form.constants ?? []).map((declared) => constants.get(declared.replace("?", ""))?.name ?? "");
  const proto = {
    name: nodeNames(name),
    opType: form.operator,
    input: withoutTrailingGaps([...operands, ...constantNames]),
    output: [...outputs],
    attribute: Object.entries(written.attributes ?? {}).map(([each, attribute]) => emitAttribute(each, attribute)),
  };
  return { proto, constants: [...constants.values()] };
}

function operandNames({ op, inputs }: Node): readonly string[] {
  return op.slots.flatMap(({ name }) => {
    const operand = inputs[name];
    return operand === undefined ? [""] : mapOperand(operand, (value) => value.name);
  });
}

/** Up to the last that is read: readers want the ones before it named, read or not. */
function resultNames(node: Node, index: GraphIndex): string[] {
  const outputs = outputValues(node);
  return outputs.slice(0, outputs.findLastIndex((output) => index.isRead(output)) + 1).map(({ name }) => name);
}

/** ONNX has an empty name for what is absent, and nothing at the end of a list. */
function withoutTrailingGaps(names: readonly string[]): string[] {
  return names.slice(0, names.findLastIndex((name) => name !== "") + 1);
}

function emitConstant(name: string, tensor: Tensor): EmittedTensor {
  return { name, type: { dtype: tensor.dtype, shape: tensor.shape }, read: () => tensor };
}

function emitAttribute(name: string, attribute: OnnxAttribute): onnx.IAttributeProto {
  const { INT, FLOAT, STRING, INTS, FLOATS } = AttributeProto.AttributeType;
  switch (attribute.kind) {
    case "int":
      return { name, type: INT, i: attribute.value };
    case "float":
      return { name, type: FLOAT, f: attribute.value };
    case "string":
      return { name, type: STRING, s: new TextEncoder().encode(attribute.value) };
    case "floats":
      return { name, type: FLOATS, floats: [...attribute.value] };
    case "ints":
      return { name, type: INTS, ints: [...attribute.value] };
    default:
      throw new Error(`${name}: no op writes a tensor into an attribute`);
  }
}
