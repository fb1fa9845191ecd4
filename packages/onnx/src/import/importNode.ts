/** What one ONNX node reads and says, by what its op or its expansion declares. */
import { LinknetError } from "@linknet-kit/base";
import {
  type InputSlot,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxOperator,
  type Tensor,
  type Value,
} from "@linknet-kit/core";
import type { PackedNumbers } from "../decode/packedNumbers.js";
import type { AttributeRecord, NodeRecord, TensorRecord } from "../decode/records.js";
import { ATTRIBUTE_TYPES } from "../onnxProto.js";
import { OnnxNodeError } from "./errors.js";

/** More numbers than any attribute here takes: a few for each axis. */
const LONGEST_LIST = 1024;

/** What a node may refer to. */
export interface NodeScope<Each extends Value> {
  /** An error where there is no such value yet. */
  valueOf(name: string): Each;
  /** `undefined` where the value is not known before the graph runs. */
  constantOf(name: string): Tensor | undefined;
  /** One that stands in the node itself. */
  tensorOf(node: string, record: TensorRecord): Tensor;
}

export interface ImportedNode<Each extends Value> {
  readonly inputs: Readonly<Record<string, Each | readonly Each[] | undefined>>;
  readonly node: OnnxNode;
}

/** What a node reads, by the slots of its op or its expansion, and what else it says. */
export function importNode<Each extends Value>(
  name: string,
  proto: NodeRecord,
  { slots, form }: { readonly slots: readonly Slot[]; readonly form: OnnxOperator },
  scope: NodeScope<Each>,
): ImportedNode<Each> {
  const names = proto.input ?? [];
  const inputs = importOperands(name, slots, names, scope);
  const rest = slots.some(({ arity }) => arity === "many") ? [] : names.slice(slots.length);
  const attributes = importAttributes(name, proto.attribute ?? [], form, scope);
  return { inputs, node: { attributes, constants: importConstants(name, form, rest, scope) } };
}

type Slot = Pick<InputSlot, "name" | "arity">;

/** Gives errors of an op the name of the node. */
export function atNode<T>(node: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (!(cause instanceof LinknetError) || cause instanceof OnnxNodeError) throw cause;
    throw new OnnxNodeError({ node, problem: cause.message, cause });
  }
}

function importOperands<Each extends Value>(
  node: string,
  slots: readonly Slot[],
  names: readonly string[],
  scope: NodeScope<Each>,
): ImportedNode<Each>["inputs"] {
  const operands = slots.flatMap(({ name, arity }, position): [string, Each | readonly Each[]][] => {
    if (arity === "many" && names.length > position)
      return [[name, names.slice(position).map((each) => scope.valueOf(each))]];
    const given = names[position];
    if (given) return [[name, scope.valueOf(given)]];
    if (arity === "optional") return [];
    throw new OnnxNodeError({ node, problem: `has no input ${name}` });
  });
  return Object.fromEntries(operands);
}

function importConstants(
  node: string,
  { constants: declared = [] }: OnnxOperator,
  names: readonly string[],
  scope: NodeScope<Value>,
): OnnxNode["constants"] {
  if (names.length > declared.length) throw new OnnxNodeError({ node, problem: "has more inputs than are supported" });
  const constants = declared.map((each, position): [string, Tensor | undefined] => {
    const name = each.replace("?", "");
    const given = names[position];
    const tensor = given ? scope.constantOf(given) : undefined;
    if (given && tensor === undefined) {
      const problem = `computes its ${name}, which must be a constant`;
      throw new OnnxNodeError({ node, problem, why: "needs_constant" });
    }
    if (!given && !each.endsWith("?")) throw new OnnxNodeError({ node, problem: `has no input ${name}` });
    return [name, tensor];
  });
  return Object.fromEntries(constants);
}

/** What the node says beside its operands; an error for what its form does not know. */
export function importAttributes(
  node: string,
  protos: readonly AttributeRecord[],
  { operator, attributes: known = [] }: OnnxOperator,
  scope: Pick<NodeScope<Value>, "tensorOf">,
): OnnxNode["attributes"] {
  const attributes = new Map<string, OnnxAttribute>();
  for (const proto of protos) {
    const name = proto.name ?? "";
    if (attributes.has(name)) throw new OnnxNodeError({ node, problem: `has two attributes ${name}` });
    if (!known.includes(name)) {
      const problem = `has the attribute "${name}", which is not supported of ${operator}`;
      throw new OnnxNodeError({ node, problem });
    }
    attributes.set(name, importAttribute(node, proto, scope));
  }
  return Object.fromEntries(attributes);
}

function importAttribute(
  node: string,
  { name, type, refAttrName, ...proto }: AttributeRecord,
  scope: Pick<NodeScope<Value>, "tensorOf">,
): OnnxAttribute {
  const { INT, FLOAT, STRING, INTS, FLOATS, TENSOR } = ATTRIBUTE_TYPES;
  if (refAttrName) throw new OnnxNodeError({ node, problem: `takes its ${name} from a function` });
  const kind = Number(type ?? 0);
  switch (kind) {
    case INT:
      return { kind: "int", value: Number(proto.i ?? 0) };
    case FLOAT:
      return { kind: "float", value: proto.f ?? 0 };
    case STRING:
      return { kind: "string", value: new TextDecoder().decode(proto.s ?? new Uint8Array()) };
    case INTS:
      return { kind: "ints", value: listOf(node, name ?? "", proto.ints) };
    case FLOATS:
      return { kind: "floats", value: listOf(node, name ?? "", proto.floats) };
    case TENSOR:
      if (proto.t) return { kind: "tensor", value: scope.tensorOf(node, proto.t) };
      throw new OnnxNodeError({ node, problem: `has no tensor in its attribute "${name}"` });
    default:
      throw new OnnxNodeError({ node, problem: `has the attribute "${name}" of kind ${kind}` });
  }
}

function listOf(node: string, name: string, list: PackedNumbers | undefined): readonly number[] {
  if (list === undefined) return [];
  if (list.length > LONGEST_LIST) throw new OnnxNodeError({ node, problem: `has ${list.length} numbers in ${name}` });
  return list.toNumbers();
}
