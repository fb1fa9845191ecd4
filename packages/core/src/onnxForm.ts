/** The ONNX side of one op as plain records, so that an op's file needs no protobuf. */
import { LinknetError } from "@linknet-kit/base";
import type { Absent } from "./absent.js";
import type { AttributeKinds, Canonical, Given } from "./attributes.js";
import { type DType, isSingle } from "./dtypes.js";
import { InvalidAttributeError } from "./errors.js";
import { roundToFloat16 } from "./float16.js";
import type { Named } from "./named.js";
import { type Tensor, type TensorType, castTensor } from "./tensor.js";

/** The kinds of attribute that ops here need, of those that ONNX has. */
interface AttributeValues {
  readonly int: number;
  readonly float: number;
  readonly string: string;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly tensor: Tensor;
}

export type OnnxAttribute = {
  [Kind in keyof AttributeValues]: { readonly kind: Kind; readonly value: AttributeValues[Kind] };
}[keyof AttributeValues];

/** What a node says beside its operands: its attributes, and the constants it takes as further inputs (`pads` of Pad, `starts` of Slice). */
export interface OnnxNode {
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly constants: Readonly<Record<string, Tensor | undefined>>;
}

/** One operator of ONNX's default domain, as it is in a range of opsets. */
export interface OnnxOperator {
  readonly operator: string;
  /** The first opset in which this holds. */
  readonly from: number;
  /** The last one; absent where it still does. */
  readonly until?: number;
  /** Attributes that are understood or may be ignored; any other is refused by the importer. */
  readonly attributes?: readonly string[];
  /** Inputs after the op's own, in ONNX's order, that must be known before the graph runs; `name?` may be absent. */
  readonly constants?: readonly string[];
}

/** One way in which an op stands in ONNX. */
export interface OnnxForm<Input extends string, Kinds extends AttributeKinds> extends OnnxOperator {
  /** Those of `constants` that readers of ONNX understand differently: a file here has none, and one from elsewhere is refused. */
  readonly disputed?: readonly string[];
  /** Not there where nodes of this form are only read; `Absent` where the operator cannot say these attributes. */
  write?(attributes: Canonical<Kinds>, inputs: Named<Input, TensorType>): Partial<OnnxNode> | Absent;
  /** The attributes as someone building the node would give them; throws `UnsupportedFormError` for what the op cannot say. */
  read(node: OnnxNode, inputs: Named<Input, TensorType>): Given<Kinds>;
}

/** The forms of an op, each for opsets and operators of its own. The first that can be written in an opset is what is written there. */
export type OnnxFacet<Input extends string, Kinds extends AttributeKinds> = readonly OnnxForm<Input, Kinds>[];

export function holdsIn({ from, until = Infinity }: OnnxOperator, opset: number): boolean {
  return from <= opset && opset <= until;
}

/** Whether nodes are written in this form, not only read. */
export function isWritten(form: { readonly write?: unknown }): boolean {
  return form.write !== undefined;
}

/** An operator without attributes or constants, since an opset. */
export function plainForm(operator: string, from: number): OnnxForm<string, {}> {
  return { operator, from, write: () => ({}), read: () => ({}) };
}

/** What holds of an operator in all of its opsets, apart from the data types that it takes. */
export type FormOfTypes<Input extends string, Kinds extends AttributeKinds> = Omit<
  OnnxForm<Input, Kinds>,
  "from" | "until"
>;

/** The forms of an operator that takes other data types since some opsets: from which one, and which its first operand may have. */
export function formsByType<Input extends string, Kinds extends AttributeKinds>(
  form: FormOfTypes<Input, Kinds>,
  ...steps: readonly (readonly [from: number, types: readonly DType[]])[]
): readonly OnnxForm<Input, Kinds>[] {
  return steps.map(([from, types], step) => {
    const next = steps[step + 1]?.[0];
    const write: OnnxForm<Input, Kinds>["write"] = (attributes, operands) => {
      const [first] = Object.values<TensorType | readonly TensorType[] | undefined>(operands).flatMap(
        (each) => each ?? [],
      );
      const { dtype } = first!;
      if (types.includes(dtype)) return form.write!(attributes, operands);
      return { absent: `${form.operator} of opset ${from} takes no ${dtype}` };
    };
    return {
      ...form,
      from,
      ...(next !== undefined && { until: next - 1 }),
      ...(form.write !== undefined && { write }),
    };
  });
}

/** As `formsByType`, of an operator without attributes or constants. */
export function plainForms(
  operator: string,
  ...steps: readonly (readonly [from: number, types: readonly DType[]])[]
): readonly OnnxForm<string, {}>[] {
  return formsByType({ operator, write: () => ({}), read: () => ({}) }, ...steps);
}

/** A valid ONNX node that this project's op of the same kind cannot express. */
export class UnsupportedFormError extends LinknetError {
  readonly code = "UNSUPPORTED_FORM";

  constructor(data: { readonly operator: string; readonly problem: string }) {
    super(`${data.operator} ${data.problem}`);
  }
}

export const int = (value: number): OnnxAttribute => ({ kind: "int", value });
export const float = (value: number): OnnxAttribute => ({ kind: "float", value });
export const ints = (...value: readonly number[]): OnnxAttribute => ({ kind: "ints", value });

/** The value of an attribute; `undefined` where it is absent, an error where it is of another kind. Floats are as `shortestDecimal`. */
export function attributeOf<Kind extends keyof AttributeValues>(
  node: OnnxNode,
  name: string,
  kind: Kind,
): AttributeValues[Kind] | undefined {
  const attribute = node.attributes[name];
  if (attribute === undefined) return undefined;
  if (attribute.kind !== kind)
    throw new InvalidAttributeError({ attribute: name, given: attribute.value, expected: kind });
  return decimal(attribute) as AttributeValues[Kind];
}

function decimal({ kind, value }: OnnxAttribute): OnnxAttribute["value"] {
  if (kind === "float") return shortestDecimal(value, Math.fround);
  return kind === "floats" ? value.map((each) => shortestDecimal(each, Math.fround)) : value;
}

/** The numbers of a constant input, floats as `shortestDecimal`; `undefined` where it is absent. */
export function constantOf(node: OnnxNode, name: string): readonly number[] | undefined {
  const tensor = node.constants[name];
  if (tensor === undefined) return undefined;
  if (!isSingle(tensor.dtype)) return Array.from(tensor.data, Number);
  const rounding = tensor.dtype === "float16" ? roundToFloat16 : Math.fround;
  return Array.from(castTensor(tensor, "float32").data, (value) => shortestDecimal(value, rounding));
}

/** An axis of `rank`, counted from the end where it is negative; an `UnsupportedFormError` where there is none such. */
export function axisOf(given: number, rank: number, operator: string): number {
  if (given < -rank || given >= rank) throw new UnsupportedFormError({ operator, problem: `has no axis ${given}` });
  return given < 0 ? given + rank : given;
}

/** The number with the fewest digits that rounds to the same: ONNX stores 0.1 as 0.10000000149, and 0.1 is what was meant. */
function shortestDecimal(value: number, rounding: (value: number) => number): number {
  for (let digits = 1; digits <= 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (rounding(rounded) === rounding(value)) return rounded;
  }
  return value;
}
