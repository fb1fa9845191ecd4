/** How ONNX says borders: by attributes until opset 10, by constants since, of some axes since 18, and from the other end since 19. */
import type { Absent } from "../absent.js";
import { limit, oneOf, perAxis } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { type OnnxForm, type OnnxNode, UnsupportedFormError, attributeOf, axisOf, constantOf } from "../onnxForm.js";
import { type Shape, type TensorType, filled, intTensor } from "../tensor.js";
import { BORDERS, type Border } from "./border.js";

export const padAttributes = {
  before: perAxis(0),
  after: perAxis(0),
  mode: withDefault(oneOf(...BORDERS), "constant"),
  value: withDefault(limit(), 0),
};

export const PAD_SINCE_11 = {
  operator: "Pad",
  from: 11,
  constants: ["pads", "constant_value?", "axes?"],
  attributes: ["mode"],
};
export const PAD_UNTIL_10 = { operator: "Pad", from: 2, until: 10, attributes: ["mode", "pads", "value"] };

type Inputs = { readonly x: TensorType };

const read = (node: OnnxNode, { x: { shape } }: Inputs): Border => borderSince11(node, shape);

export const padForms: readonly OnnxForm<"x", typeof padAttributes>[] = [
  { ...PAD_SINCE_11, from: 19, write: writeAll, read },
  { ...PAD_SINCE_11, from: 13, until: 18, write: writeUntil18, read },
  { ...PAD_SINCE_11, from: 11, until: 12, write: writeUntil12, read },
  { ...PAD_UNTIL_10, read: (node, { x: { shape } }) => borderUntil10(node, shape) },
];

function writeAll({ before, after, mode, value }: Border, { x: { dtype } }: Inputs): Partial<OnnxNode> {
  const pads = intTensor([2 * before.length], [...before, ...after]);
  if (mode === "constant") return { constants: { pads, constant_value: filled(dtype, [], value) } };
  return { attributes: { mode: { kind: "string", value: mode } }, constants: { pads } };
}

function writeUntil18(border: Border, inputs: Inputs): Partial<OnnxNode> | Absent {
  return border.mode === "wrap"
    ? { absent: "before opset 19 there is no border from the other end" }
    : writeAll(border, inputs);
}

function writeUntil12(border: Border, inputs: Inputs): Partial<OnnxNode> | Absent {
  return inputs.x.dtype === "bool" ? { absent: "Pad of opset 11 takes no bool" } : writeUntil18(border, inputs);
}

/** With numbers below 0 where the border takes elements away. */
export function borderSince11(node: OnnxNode, shape: Shape): Border {
  const given = { pads: constantOf(node, "pads") ?? [], axes: constantOf(node, "axes") };
  return { ...readBorder(node, shape, given), value: valueOf(node) };
}

/** As `borderSince11`. */
export function borderUntil10(node: OnnxNode, shape: Shape): Border {
  const border = readBorder(node, shape, { pads: attributeOf(node, "pads", "ints") ?? [] });
  return { ...border, value: attributeOf(node, "value", "float") ?? 0 };
}

function valueOf(node: OnnxNode): number {
  const value = constantOf(node, "constant_value")?.[0] ?? 0;
  const exact = node.constants["constant_value"]?.data[0];
  if (typeof exact === "bigint" && BigInt(value) !== exact) throw refusal(`adds ${exact}, which has too many digits`);
  return value;
}

/** First what is before each of the axes, then what is after; all axes unless some are named. */
function readBorder(node: OnnxNode, shape: Shape, { pads, axes = [...shape.keys()] }: WrittenBorder) {
  const given = attributeOf(node, "mode", "string") ?? "constant";
  const mode = BORDERS.find((each) => each === given);
  if (mode === undefined) throw refusal(`has mode ${given}`);
  if (pads.length !== 2 * axes.length) throw refusal("has pads that are not two for each axis");
  const [before, after] = [shape.map(() => 0), shape.map(() => 0)];
  for (const [position, named] of axes.entries()) {
    const axis = axisOf(named, shape.length, "Pad");
    before[axis] = pads[position]!;
    after[axis] = pads[axes.length + position]!;
  }
  return { before, after, mode };
}

interface WrittenBorder {
  readonly pads: readonly number[];
  readonly axes?: readonly number[] | undefined;
}

function refusal(problem: string): UnsupportedFormError {
  return new UnsupportedFormError({ operator: "Pad", problem });
}
