/** Windows that slide over an image: the geometry that convolutions and pools share. */
import type { Pair, Padding } from "../attributes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxAttribute, type OnnxForm, UnsupportedFormError, attributeOf, ints } from "../onnxForm.js";

export interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
}

/** Positions of the window along each side of a height x width image, rounded down; an error where it fits nowhere. */
export function windowPositions(height: number, width: number, { kernel, stride, padding, dilation }: Window): Pair {
  const rows = positions(height + padding.top + padding.bottom, kernel[0], stride[0], dilation[0]);
  const columns = positions(width + padding.left + padding.right, kernel[1], stride[1], dilation[1]);
  if (rows < 1 || columns < 1) {
    throw new InvalidNodeError({
      problem: `a ${kernel.join("x")} window does not fit an image of ${width}x${height} (width x height)`,
    });
  }
  return [rows, columns];
}

function positions(side: number, kernel: number, stride: number, dilation: number): number {
  return Math.floor((side - dilation * (kernel - 1) - 1) / stride) + 1;
}

/** The window's attributes as ONNX writes them. */
export function writeWindow({ kernel, stride, padding, dilation }: Window): Record<string, OnnxAttribute> {
  const { top, left, bottom, right } = padding;
  return {
    kernel_shape: ints(...kernel),
    strides: ints(...stride),
    pads: ints(top, left, bottom, right),
    dilations: ints(...dilation),
  };
}

/** ONNX's names of what `readWindow` understands. */
export const WINDOW_ATTRIBUTES = ["kernel_shape", "strides", "pads", "dilations", "auto_pad"];

/** The window of a 2-D ONNX node; `kernel` is needed where ONNX lets the weight's shape imply it. */
export function readWindow(form: OnnxForm, type: string, kernel?: Pair): Window {
  const autoPad = attributeOf(form, "auto_pad", "string") ?? "NOTSET";
  if (autoPad !== "NOTSET" && autoPad !== "VALID")
    throw new UnsupportedFormError({ type, problem: `has auto_pad ${autoPad}` });
  const [top, left, bottom, right] = spatial(form, "pads", type, [0, 0, 0, 0]);
  const [kernelHeight, kernelWidth] = spatial(form, "kernel_shape", type, kernel);
  const [verticalStride, horizontalStride] = spatial(form, "strides", type, [1, 1]);
  const [verticalDilation, horizontalDilation] = spatial(form, "dilations", type, [1, 1]);
  return {
    kernel: [kernelHeight!, kernelWidth!],
    stride: [verticalStride!, horizontalStride!],
    padding: { top: top!, left: left!, bottom: bottom!, right: right! },
    dilation: [verticalDilation!, horizontalDilation!],
  };
}

function spatial(
  form: OnnxForm,
  name: string,
  type: string,
  fallback: readonly number[] | undefined,
): readonly number[] {
  const expected = name === "pads" ? 4 : 2;
  const given = attributeOf(form, name, "ints") ?? fallback;
  if (given?.length !== expected) throw new UnsupportedFormError({ type, problem: `has no two-dimensional ${name}` });
  return given;
}
