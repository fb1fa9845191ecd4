/** The ONNX side of one op as plain records, so that an op's file needs no protobuf. */
import { LinknetError } from "@linknet-kit/base";
import type { AttributeKinds, Canonical, Given } from "./attributes.js";
import { isFloat } from "./dtypes.js";
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
}

export type OnnxAttribute = {
  [Kind in keyof AttributeValues]: { readonly kind: Kind; readonly value: AttributeValues[Kind] };
}[keyof AttributeValues];

/** A node's attributes, and the constants it takes as further inputs (`pads` of Pad, `starts` of Slice). */
export interface OnnxForm {
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly constants: Readonly<Record<string, Tensor | undefined>>;
}

/** How an op stands in an ONNX file. */
export interface OnnxFacet<Input extends string, Kinds extends AttributeKinds> {
  /** The operator in ONNX's default domain. */
  readonly type: string;
  /** The lowest opset in which `write`'s form is valid. */
  readonly since: number;
  /** The lowest opset whose form `read` understands, where that is below `since`. */
  readonly readSince?: number;
  /** Constant inputs after the op's own, in ONNX's order; `name?` may be absent. */
  readonly constants?: readonly string[];
  /** Those of `constants` that readers of ONNX understand differently: a file here has none, and one from elsewhere is refused. */
  readonly disputed?: readonly string[];
  /** Attributes that `read` understands or may ignore; any other is refused by the importer. */
  readonly attributes: readonly string[];
  write(attributes: Canonical<Kinds>, inputs: Named<Input, TensorType>): Partial<OnnxForm>;
  /** The attributes as someone building the node would give them; throws `UnsupportedFormError` for what the op cannot say. */
  read(form: OnnxForm, inputs: Named<Input, TensorType>): Given<Kinds>;
}

/** A valid ONNX node that this project's op of the same kind cannot express. */
export class UnsupportedFormError extends LinknetError {
  readonly code = "UNSUPPORTED_FORM";

  constructor(data: { type: string; problem: string }) {
    super(`${data.type} ${data.problem}`);
  }
}

export const int = (value: number): OnnxAttribute => ({ kind: "int", value });
export const float = (value: number): OnnxAttribute => ({ kind: "float", value });
export const ints = (...value: readonly number[]): OnnxAttribute => ({ kind: "ints", value });

/** The value of an attribute; `undefined` where it is absent, an error where it is of another kind. Floats are as `shortestDecimal`. */
export function attributeOf<Kind extends keyof AttributeValues>(
  form: OnnxForm,
  name: string,
  kind: Kind,
): AttributeValues[Kind] | undefined {
  const attribute = form.attributes[name];
  if (attribute === undefined) return undefined;
  if (attribute.kind !== kind)
    throw new InvalidAttributeError({ attribute: name, given: attribute.value, expected: kind });
  const value = attribute.kind === "float" ? shortestDecimal(attribute.value, Math.fround) : attribute.value;
  return value as AttributeValues[Kind];
}

/** The numbers of a constant input, floats as `shortestDecimal`; `undefined` where it is absent. */
export function constantOf(form: OnnxForm, name: string): readonly number[] | undefined {
  const tensor = form.constants[name];
  if (tensor === undefined) return undefined;
  if (!isFloat(tensor.dtype)) return Array.from(tensor.data, Number);
  const rounding = tensor.dtype === "float16" ? roundToFloat16 : Math.fround;
  return Array.from(castTensor(tensor, "float32").data, (value) => shortestDecimal(value, rounding));
}

/** The number with the fewest digits that rounds to the same: ONNX stores 0.1 as 0.10000000149, and 0.1 is what was meant. */
function shortestDecimal(value: number, rounding: (value: number) => number): number {
  for (let digits = 1; digits <= 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (rounding(rounded) === rounding(value)) return rounded;
  }
  return value;
}
