/** One ONNX node as a node of the graph, by what its op says of itself. */
import { LinknetError } from "@linknet-kit/base";
import {
  type Node,
  type OnnxAttribute,
  type OnnxForm,
  type Op,
  type Operand,
  type Tensor,
  type Value,
  mapOperands,
} from "@linknet-kit/core";
import type { PackedNumbers } from "../decode/packedNumbers.js";
import type { AttributeRecord, NodeRecord } from "../decode/records.js";
import { facetOf } from "../nodeForm.js";
import { ATTRIBUTE_TYPES } from "../onnxProto.js";
import { OnnxNodeError } from "./errors.js";

/** More numbers than any attribute here takes: a few for each axis. */
const LONGEST_LIST = 1024;

/** What a node may refer to. */
export interface NodeScope {
  /** An error where there is no such value yet. */
  valueOf(name: string): Value;
  /** `undefined` where the value is not known before the graph runs. */
  constantOf(name: string): Tensor | undefined;
}

/** The inputs and attributes of a node, ready for the builder. */
export function importNode(name: string, proto: NodeRecord, op: Op, scope: NodeScope): Omit<Node, "outputs"> {
  const names = proto.input ?? [];
  const inputs = importOperands(name, op, names, scope);
  const rest = isVariadic(op) ? [] : names.slice(op.slots.length);
  const form: OnnxForm = {
    attributes: importAttributes(name, proto.attribute ?? [], op),
    constants: importConstants(name, op, rest, scope),
  };
  const types = mapOperands(inputs, ({ type }) => type);
  return { name, op, inputs, attributes: atNode(name, () => facetOf(op).read(form, types)) };
}

/** Gives errors of an op the name of the node. */
export function atNode<T>(node: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (!(cause instanceof LinknetError) || cause instanceof OnnxNodeError) throw cause;
    throw new OnnxNodeError({ node, problem: cause.message, cause });
  }
}

function isVariadic(op: Op): boolean {
  return op.slots.some(({ arity }) => arity === "many");
}

function importOperands(node: string, op: Op, names: readonly string[], scope: NodeScope): Node["inputs"] {
  const operands = op.slots.flatMap(({ name, arity }, position): [string, Operand][] => {
    if (arity === "many") return [[name, names.slice(position).map((each) => scope.valueOf(each))]];
    const given = names[position];
    if (given) return [[name, scope.valueOf(given)]];
    if (arity === "optional") return [];
    throw new OnnxNodeError({ node, problem: `has no input ${name}` });
  });
  return Object.fromEntries(operands);
}

function importConstants(node: string, op: Op, names: readonly string[], scope: NodeScope): OnnxForm["constants"] {
  const declared: readonly string[] = facetOf(op).constants ?? [];
  if (names.length > declared.length) throw new OnnxNodeError({ node, problem: "has more inputs than are supported" });
  const constants = declared.map((each, position): [string, Tensor | undefined] => {
    const name = each.replace("?", "");
    const given = names[position];
    const tensor = given ? scope.constantOf(given) : undefined;
    if (given && tensor === undefined) {
      throw new OnnxNodeError({ node, problem: `computes its ${name}, which must be a constant` });
    }
    if (!given && !each.endsWith("?")) throw new OnnxNodeError({ node, problem: `has no input ${name}` });
    return [name, tensor];
  });
  return Object.fromEntries(constants);
}

function importAttributes(node: string, protos: readonly AttributeRecord[], op: Op): OnnxForm["attributes"] {
  const attributes = new Map<string, OnnxAttribute>();
  for (const proto of protos) {
    const name = proto.name ?? "";
    if (attributes.has(name)) throw new OnnxNodeError({ node, problem: `has two attributes ${name}` });
    if (!facetOf(op).attributes.includes(name)) {
      throw new OnnxNodeError({ node, problem: `has the attribute "${name}", which ${op.name} does not know` });
    }
    attributes.set(name, importAttribute(node, proto));
  }
  return Object.fromEntries(attributes);
}

function importAttribute(node: string, { name, type, refAttrName, ...proto }: AttributeRecord): OnnxAttribute {
  const { INT, FLOAT, STRING, INTS } = ATTRIBUTE_TYPES;
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
      return { kind: "ints", value: integersOf(node, name ?? "", proto.ints) };
    default:
      throw new OnnxNodeError({ node, problem: `has the attribute "${name}" of kind ${kind}` });
  }
}

function integersOf(node: string, name: string, list: PackedNumbers | undefined): readonly number[] {
  if (list === undefined) return [];
  if (list.length > LONGEST_LIST) throw new OnnxNodeError({ node, problem: `has ${list.length} numbers in ${name}` });
  return list.toNumbers();
}
