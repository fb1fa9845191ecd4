/** Windows as ONNX writes them: the attributes that convolutions and pools share. */
import type { SpatialPadding } from "../spatialAttributes.js";
import { type OnnxAttribute, type OnnxNode, UnsupportedFormError, attributeOf, ints } from "../onnxForm.js";
import { type TensorType, sameShape, spatialOf } from "../tensor.js";
import { type Window, extent } from "./window.js";

/** The window's attributes as ONNX writes them. */
export function writeWindow({ kernel, stride, padding, dilation }: Window): Record<string, OnnxAttribute> {
  return {
    kernel_shape: ints(...kernel),
    strides: ints(...stride),
    pads: ints(...padding.begin, ...padding.end),
    dilations: ints(...dilation),
  };
}

/** ONNX's names of what `readWindow` understands. */
export const WINDOW_ATTRIBUTES = ["kernel_shape", "strides", "pads", "dilations", "auto_pad"];

/** What a window slides over, and its kernel where the weight's shape implies it. */
interface WindowContext {
  readonly image: TensorType;
  readonly kernel?: readonly number[];
}

/** The window of an ONNX node, with padding in numbers also where the node says `SAME_UPPER` or `SAME_LOWER`. */
export function readWindow(form: OnnxNode, type: string, { image, kernel }: WindowContext): Window {
  const { sides } = spatialOf(image);
  const window = readUnpaddedWindow(form, type, sides.length, kernel);
  const same = sides.map((side, axis) => {
    const step = window.stride[axis]!;
    return (Math.ceil(side / step) - 1) * step + extent(window, axis) - side;
  });
  if (type !== "Conv") refuseDisputedPadding(form, type, { same, dilation: window.dilation });
  return {
    ...window,
    padding: readPadding(
      form,
      type,
      same.map((each) => Math.max(0, each)),
    ),
  };
}

/** Of pools: some readers crop what strides past the kernel leave over, and some pad as if there were no dilation. */
function refuseDisputedPadding(
  form: OnnxNode,
  type: string,
  { same, dilation }: { readonly same: readonly number[]; readonly dilation: readonly number[] },
): void {
  const autoPad = attributeOf(form, "auto_pad", "string") ?? "";
  const isPlain = same.every((each) => each >= -1) && dilation.every((each) => each === 1);
  if (!autoPad.startsWith("SAME_") || isPlain) return;
  throw disputedPadding(type, autoPad, same.every((each) => each >= -1) ? "dilations" : "strides past its kernel");
}

function disputedPadding(type: string, autoPad: string, what: string): UnsupportedFormError {
  const problem = `has auto_pad ${autoPad} and ${what}, which means different things to different readers of ONNX`;
  return new UnsupportedFormError({ operator: type, problem });
}

/**
 * Padding behind each axis with which the windows reach over the last element: `ceil_mode`. As in PyTorch, and in ONNX since its version 1.16,
 * none starts behind the image.
 */
export function coverEdges(window: Window, x: TensorType): Window {
  const { begin, end } = window.padding;
  const reach = (side: number, axis: number): number => {
    const [step, covered] = [window.stride[axis]!, side + begin[axis]!];
    const steps = Math.ceil((covered + end[axis]! - extent(window, axis)) / step);
    return steps * step < covered ? steps * step + extent(window, axis) - covered : end[axis]!;
  };
  return { ...window, padding: { begin, end: spatialOf(x).sides.map(reach) } };
}

/**
 * The window of an ONNX node that upsamples. Its padding may be given by the size of the result instead, which `SAME_UPPER` and
 * `SAME_LOWER` make the stride times that of the image: what is too much is cropped, what is missing is output padding. Where `SAME_` misses
 * something, some readers leave it out.
 */
export function readTransposedWindow(
  form: OnnxNode,
  type: string,
  { image, kernel }: WindowContext,
): Window & { readonly outputPadding: readonly number[] } {
  const { sides } = spatialOf(image);
  const none = sides.map(() => 0);
  const window = readUnpaddedWindow(form, type, sides.length, kernel);
  const outputPadding = numbersOf(form, type, { name: "output_padding", count: sides.length, otherwise: none });
  const wanted = wantedSize(
    form,
    type,
    sides.map((side, axis) => side * window.stride[axis]!),
  );
  if (wanted === undefined) return { ...window, outputPadding, padding: readPadding(form, type, none) };
  const surplus = sides.map(
    (side, axis) => (side - 1) * window.stride[axis]! + extent(window, axis) + outputPadding[axis]! - wanted[axis]!,
  );
  const autoPad = attributeOf(form, "auto_pad", "string") ?? "NOTSET";
  if (form.attributes["output_shape"] === undefined && surplus.some((each) => each < 0))
    throw disputedPadding(type, autoPad, "strides past its kernel");
  const more = autoPad === "SAME_UPPER" ? "after" : "before";
  return {
    ...window,
    padding: splitPadding(
      surplus.map((each) => Math.max(0, each)),
      more,
    ),
    outputPadding: surplus.map((each, axis) => outputPadding[axis]! + Math.max(0, -each)),
  };
}

/** The kernel, which must be the weight's where there is one, the stride and the dilation, an entry for each of `count` spatial axes. */
export function readUnpaddedWindow(
  form: OnnxNode,
  type: string,
  count: number,
  weightKernel?: readonly number[],
): Omit<Window, "padding"> {
  const ones = Array.from({ length: count }, () => 1);
  const kernel = numbersOf(form, type, { name: "kernel_shape", count, otherwise: weightKernel });
  if (weightKernel !== undefined && !sameShape(kernel, weightKernel)) {
    const problem = `has kernel_shape ${kernel.join("x")} and a weight of ${weightKernel.join("x")}`;
    throw new UnsupportedFormError({ operator: type, problem });
  }
  return {
    kernel,
    stride: numbersOf(form, type, { name: "strides", count, otherwise: ones }),
    dilation: numbersOf(form, type, { name: "dilations", count, otherwise: ones }),
  };
}

/** The sides that a node which upsamples asks for; `undefined` where it gives padding instead. */
function wantedSize(form: OnnxNode, type: string, same: readonly number[]): readonly number[] | undefined {
  const shape = attributeOf(form, "output_shape", "ints");
  if (shape === undefined)
    return attributeOf(form, "auto_pad", "string")?.startsWith("SAME_") === true ? same : undefined;
  // Some writers give the batch and the channels too.
  if (shape.length !== same.length && shape.length !== same.length + 2) {
    throw otherCount(type, "output_shape", same.length);
  }
  return shape.slice(-same.length);
}

/** `same` is the padding of both ends together, along each axis, under `SAME_UPPER` and `SAME_LOWER`. */
function readPadding(form: OnnxNode, type: string, same: readonly number[]): SpatialPadding {
  const none = same.map(() => 0);
  const autoPad = attributeOf(form, "auto_pad", "string") ?? "NOTSET";
  switch (autoPad) {
    case "NOTSET": {
      const count = 2 * same.length;
      const pads = numbersOf(form, type, { name: "pads", count, otherwise: [...none, ...none] });
      return { begin: pads.slice(0, same.length), end: pads.slice(same.length) };
    }
    case "VALID":
      return { begin: none, end: none };
    case "SAME_UPPER":
      return splitPadding(same, "after");
    case "SAME_LOWER":
      return splitPadding(same, "before");
    default:
      throw new UnsupportedFormError({ operator: type, problem: `has auto_pad ${autoPad}` });
  }
}

/** Half on either side; what is odd goes where `more` says. */
function splitPadding(both: readonly number[], more: "before" | "after"): SpatialPadding {
  const round = more === "before" ? Math.ceil : Math.floor;
  const begin = both.map((each) => round(each / 2));
  return { begin, end: both.map((each, axis) => each - begin[axis]!) };
}

interface Expected {
  readonly name: string;
  readonly count: number;
  readonly otherwise: readonly number[] | undefined;
}

/** The numbers of an attribute, which must be as many as the image has axes for. */
function numbersOf(form: OnnxNode, type: string, { name, count, otherwise }: Expected): readonly number[] {
  const numbers = attributeOf(form, name, "ints") ?? otherwise ?? [];
  if (numbers.length !== count) throw otherCount(type, name, count);
  return numbers;
}

function otherCount(type: string, name: string, count: number): UnsupportedFormError {
  return new UnsupportedFormError({
    operator: type,
    problem: `has no ${name} of ${count} ${count === 1 ? "number" : "numbers"}`,
  });
}
