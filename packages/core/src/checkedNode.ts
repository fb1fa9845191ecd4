/** A node of given operands, checked by its op: how every node of every graph is made. */
import { LinknetError } from "@linknet-kit/base";
import { parseAttributes } from "./attributes.js";
import type { DType } from "./dtypes.js";
import { InvalidNodeError, TensorTooLargeError } from "./errors.js";
import { type Node, type Operand, type Operands, type Value, listed, mapOperand, mapOperands } from "./graph.js";
import type { Op } from "./op.js";
import { MAX_ELEMENTS, type TensorType, elementCount } from "./tensor.js";

/** What a node is made of; its op says which values it gives. */
export type NodeSpec = Omit<Node, "outputs">;

export interface CheckedNode {
  /** Operands in the order of the op's slots. */
  readonly inputs: Operands;
  /** Attributes in their canonical form. */
  readonly attributes: Node["attributes"];
  /** The types of the outputs, by output. */
  readonly types: Readonly<Record<string, TensorType>>;
}

/** An `InvalidNodeError` naming the node where its op does not take such operands or attributes. */
export function checkNode({ name, op, inputs, attributes }: NodeSpec): CheckedNode {
  return withPath(name, () => {
    const operands = plainOperands(op, inputs);
    const operandTypes = mapOperands(operands, ({ type }) => type);
    const canonical = parseAttributes(op.attributes, attributes, operandTypes);
    return { inputs: operands, attributes: canonical, types: op.inferTypes(operandTypes, canonical) };
  });
}

/** The names of a node's values: the given one of an output, else the node's for the first and a name below it for others. */
export function valueNames({ name, op }: NodeSpec, given: Readonly<Record<string, string>>): [string, string][] {
  return op.results.map((output, index) => [output, given[output] ?? (index === 0 ? name : `${name}/${output}`)]);
}

/** An error where no tensor has the shape. */
export function checkShape(name: string, type: TensorType): void {
  const { shape } = type;
  if (!shape.every((side) => Number.isSafeInteger(side) && side >= 0)) {
    const problem = `the shape ${shape.join("x")} is not made of whole numbers`;
    throw new InvalidNodeError({ path: name, problem });
  }
  if (elementCount(type) > MAX_ELEMENTS) throw new TensorTooLargeError({ name, shape, limit: MAX_ELEMENTS });
}

/** Errors of `compute` name the path. */
export function withPath<T>(path: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof LinknetError)) throw error;
    const { message: problem, hint } = error;
    throw new InvalidNodeError({ problem, path, cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}

/** The name and type of a value, without what else it may carry. */
export function plain({ name, type }: Value): Value {
  return { name, type };
}

/** The operands without their builders, each of a data type that its op takes; an input that the op does not have is a broken invariant. */
function plainOperands(op: Op, inputs: Operands): Operands {
  const unknown = Object.keys(inputs).find((name) => !op.slots.some((slot) => slot.name === name));
  if (unknown !== undefined) throw new Error(`${op.name} has no input "${unknown}"`);
  const bound = new Map<string, DType>();
  const operands = op.slots.flatMap(({ name, arity, type }): [string, Operand][] => {
    const operand = inputs[name];
    if (operand === undefined) {
      if (arity === "optional") return [];
      throw new InvalidNodeError({ problem: `${op.name} needs its input "${name}"` });
    }
    if (listed(operand).length === 0)
      throw new InvalidNodeError({ problem: `${op.name} needs tensors as its ${name}` });
    for (const value of listed(operand)) bindType(name, value, bound, { type, allowed: op.types[type] });
    return [[name, mapOperand(operand, plain)]];
  });
  return Object.fromEntries(operands);
}

/** The first operand of a type variable says what it stands for; a slot without a variable takes the one type that it names. */
function bindType(
  slot: string,
  { name, type: { dtype } }: Value,
  bound: Map<string, DType>,
  { type, allowed = [type as DType] }: { readonly type: string; readonly allowed: readonly DType[] | undefined },
): void {
  const expected = bound.has(type) ? [bound.get(type)!] : allowed;
  if (!expected.includes(dtype)) {
    const problem = `its input ${slot}, "${name}", is ${dtype}, expected ${expected.join(" or ")}`;
    throw new InvalidNodeError({ problem });
  }
  bound.set(type, dtype);
}
