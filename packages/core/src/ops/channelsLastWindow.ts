/** What convolutions of channels-last images share: their window, as they are given it and as tfjs has it. */
import { withDefault } from "../attributes.js";
import { type SpatialPadding, perSpatialAxis, spatialPadding } from "../spatialAttributes.js";
import type { SymbolicTensor } from "../builder.js";
import { sameShape } from "../tensor.js";
import type { TfjsAttribute } from "../tfjsForm.js";
import { slice } from "./slice.js";
import { splitWindow } from "./stridedDilation.js";
import type { Box } from "./view.js";
import { type Window, windowPositions } from "./window.js";

/** Those of a window whose kernel the weight tells. */
export const windowAttributes = {
  stride: withDefault(perSpatialAxis("x", 1), 1),
  padding: withDefault(spatialPadding("x"), 0),
  dilation: withDefault(perSpatialAxis("x", 1), 1),
};

interface Operands {
  readonly x: SymbolicTensor;
  readonly weight: SymbolicTensor;
  readonly bias?: SymbolicTensor | undefined;
}

/** What `convolve` makes of a part of the image, in windows that stride or are dilated, and of that what is wanted. */
export function eitherStrideOrDilation(
  { x, weight, bias }: Operands,
  given: Omit<Window, "kernel">,
  convolve: (operands: Operands, window: Omit<Window, "kernel">) => SymbolicTensor,
): { readonly y: SymbolicTensor } | undefined {
  if (!doesBoth(given)) return undefined;
  const sides = x.type.shape.slice(1, -1);
  const window = { ...given, kernel: weight.type.shape.slice(0, -2) };
  const positions = windowPositions(sides, window);
  const split = splitWindow(sides, window, positions);
  const all = convolve({ x: cutImage(x, split.read), weight, bias }, split.window);
  return { y: cutImage(all, { start: sides.map(() => 0), step: split.step, shape: positions }) };
}

export function doesBoth(window: Pick<Window, "stride" | "dilation">): boolean {
  return [window.stride, window.dilation].every((each) => each.some((step) => step > 1));
}

/** A box of the axes between N and C; the image itself where that is all of it. */
function cutImage(x: SymbolicTensor, { start, step, shape }: Required<Box>): SymbolicTensor {
  const [batch = 0, ...sides] = x.type.shape.slice(0, -1);
  if (sameShape(sides, shape)) return x;
  const channels = x.type.shape.at(-1)!;
  const end = shape.map((count, axis) => start[axis]! + (count - 1) * step[axis]! + 1);
  return slice({ start: [0, ...start, 0], end: [batch, ...end, channels], step: [1, ...step, 1] })(x);
}

export function writeWindowForTfjs({
  stride,
  padding,
  dilation,
}: Omit<Window, "kernel">): Record<string, TfjsAttribute> {
  return {
    strides: [1, ...stride, 1],
    dilations: [1, ...dilation, 1],
    data_format: "NHWC",
    ...writePadding(padding),
  };
}

/** Always in numbers: TensorFlow's `SAME` puts an odd row and column after the image, where they may belong before it. */
function writePadding({ begin, end }: SpatialPadding): Record<string, TfjsAttribute> {
  if ([...begin, ...end].every((side) => side === 0)) return { padding: "VALID" };
  const along = begin.flatMap((side, axis) => [side, end[axis]!]);
  return { padding: "EXPLICIT", explicit_paddings: [0, 0, ...along, 0, 0] };
}
