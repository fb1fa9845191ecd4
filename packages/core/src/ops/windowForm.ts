/** Windows as ONNX writes them: the attributes that convolutions and pools share. */
import type { Padding, Pair } from "../attributes.js";
import { type OnnxAttribute, type OnnxNode, UnsupportedFormError, attributeOf, ints } from "../onnxForm.js";
import { type TensorType, rank4, sameShape } from "../tensor.js";
import { type Window, extent } from "./window.js";

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

/** What a window slides over, and its kernel where the weight's shape implies it. */
interface WindowContext {
  readonly image: TensorType;
  readonly kernel?: Pair;
}

/** The window of a 2-D ONNX node, with padding in numbers also where the node says `SAME_UPPER` or `SAME_LOWER`. */
export function readWindow(form: OnnxNode, type: string, { image, kernel }: WindowContext): Window {
  const window = readUnpaddedWindow(form, type, kernel);
  const [, , height, width] = rank4(image);
  const same = (side: number, axis: 0 | 1): number =>
    Math.max(0, (Math.ceil(side / window.stride[axis]) - 1) * window.stride[axis] + extent(window, axis) - side);
  return { ...window, padding: readPadding(form, type, [same(height, 0), same(width, 1)]) };
}

/**
 * The window of a 2-D ONNX node that upsamples. Its padding may be given by the size of the result instead, which `SAME_UPPER` and
 * `SAME_LOWER` make the stride times that of the image: what is too much is cropped, what is missing is output padding.
 */
export function readTransposedWindow(
  form: OnnxNode,
  type: string,
  { image, kernel }: WindowContext,
): Window & { readonly outputPadding: Pair } {
  const window = readUnpaddedWindow(form, type, kernel);
  const outputPadding = spatialPair(form, "output_padding", type, [0, 0]);
  const [, , height, width] = rank4(image);
  const [rows, columns] = wantedSize(form, type, [height * window.stride[0], width * window.stride[1]]) ?? [];
  if (rows === undefined || columns === undefined) {
    return { ...window, outputPadding, padding: readPadding(form, type, [0, 0]) };
  }
  const surplus = (side: number, axis: 0 | 1, wanted: number): number =>
    (side - 1) * window.stride[axis] + extent(window, axis) + outputPadding[axis] - wanted;
  const [vertical, horizontal] = [surplus(height, 0, rows), surplus(width, 1, columns)];
  const more = attributeOf(form, "auto_pad", "string") === "SAME_UPPER" ? "after" : "before";
  return {
    ...window,
    padding: splitPadding([Math.max(0, vertical), Math.max(0, horizontal)], more),
    outputPadding: [outputPadding[0] + Math.max(0, -vertical), outputPadding[1] + Math.max(0, -horizontal)],
  };
}

/** The height and width that a node which upsamples asks for; `undefined` where it gives padding instead. */
function wantedSize(form: OnnxNode, type: string, same: Pair): Pair | undefined {
  const shape = attributeOf(form, "output_shape", "ints");
  if (shape === undefined)
    return attributeOf(form, "auto_pad", "string")?.startsWith("SAME_") === true ? same : undefined;
  // Some writers give the batch and the channels too.
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined) throw notTwoDimensional(type, "output_shape");
  return [rows, columns];
}

function readUnpaddedWindow(form: OnnxNode, type: string, weightKernel?: Pair): Omit<Window, "padding"> {
  const kernel = spatialPair(form, "kernel_shape", type, weightKernel);
  if (weightKernel !== undefined && !sameShape(kernel, weightKernel)) {
    const problem = `has kernel_shape ${kernel.join("x")} and a weight of ${weightKernel.join("x")}`;
    throw new UnsupportedFormError({ operator: type, problem });
  }
  return {
    kernel,
    stride: spatialPair(form, "strides", type, [1, 1]),
    dilation: spatialPair(form, "dilations", type, [1, 1]),
  };
}

/** `same` is the padding of both sides together, along each axis, under `SAME_UPPER` and `SAME_LOWER`. */
function readPadding(form: OnnxNode, type: string, same: Pair): Padding {
  const autoPad = attributeOf(form, "auto_pad", "string") ?? "NOTSET";
  switch (autoPad) {
    case "NOTSET": {
      const [top, left, bottom, right, ...more] = attributeOf(form, "pads", "ints") ?? [0, 0, 0, 0];
      const complete = top !== undefined && left !== undefined && bottom !== undefined && right !== undefined;
      if (!complete || more.length > 0) throw notTwoDimensional(type, "pads");
      return { top, left, bottom, right };
    }
    case "VALID":
      return { top: 0, left: 0, bottom: 0, right: 0 };
    case "SAME_UPPER":
      return splitPadding(same, "after");
    case "SAME_LOWER":
      return splitPadding(same, "before");
    default:
      throw new UnsupportedFormError({ operator: type, problem: `has auto_pad ${autoPad}` });
  }
}

/** Half on either side; what is odd goes where `more` says. */
function splitPadding([vertical, horizontal]: Pair, more: "before" | "after"): Padding {
  const round = more === "before" ? Math.ceil : Math.floor;
  const [top, left] = [round(vertical / 2), round(horizontal / 2)];
  return { top, left, bottom: vertical - top, right: horizontal - left };
}

function spatialPair(form: OnnxNode, name: string, type: string, fallback: Pair | undefined): Pair {
  const [vertical, horizontal, ...more] = attributeOf(form, name, "ints") ?? fallback ?? [];
  if (vertical === undefined || horizontal === undefined || more.length > 0) throw notTwoDimensional(type, name);
  return [vertical, horizontal];
}

function notTwoDimensional(type: string, name: string): UnsupportedFormError {
  return new UnsupportedFormError({ operator: type, problem: `has no two-dimensional ${name}` });
}
