/** Resizing of images N x H x W x C as tfjs's own kernels do it, which have two rules of coordinates each. */
import type { TfjsForm } from "../tfjsForm.js";
import { type Shape, intTensor } from "../tensor.js";
import type { ResizeAttributes } from "./resizeAttributes.js";
import { tapsOf } from "./resizeTaps.js";

interface Kernel {
  readonly op: string;
  readonly align_corners: boolean;
  readonly half_pixel_centers: boolean;
}

/** The form whose kernel takes the same elements; nothing where none does. */
export function tfjsResize(given: ResizeAttributes, shape: Shape): TfjsForm | undefined {
  if (given.coordinates === "tf_crop_and_resize") return undefined;
  const { size, scales } = given;
  const [batch, height, width, channels] = shape;
  const areImages = shape.length === 4 && size[0] === batch && size[3] === channels;
  const isQuotient = scales.every((scale, axis) => Math.abs(scale - size[axis]! / shape[axis]!) < 1e-6);
  if (!areImages || !isQuotient || height === undefined || width === undefined) return undefined;
  const sides = [
    { from: height, to: size[1]! },
    { from: width, to: size[2]! },
  ];
  const kernel = given.mode === "linear" ? linearKernel(given) : nearestKernel(given, sides);
  if (kernel === undefined) return undefined;
  const { op, ...attributes } = kernel;
  return {
    op,
    attributes,
    constants: {
      size: intTensor(
        [2],
        sides.map(({ to }) => to),
      ),
    },
  };
}

function linearKernel({ coordinates }: ResizeAttributes): Kernel | undefined {
  const op = "ResizeBilinear";
  if (coordinates === "half_pixel") return { op, align_corners: false, half_pixel_centers: true };
  if (coordinates === "asymmetric") return { op, align_corners: false, half_pixel_centers: false };
  return coordinates === "align_corners" ? { op, align_corners: true, half_pixel_centers: false } : undefined;
}

/** Whichever takes the same elements along both axes. */
function nearestKernel(
  given: ResizeAttributes,
  sides: readonly { readonly from: number; readonly to: number }[],
): Kernel | undefined {
  if (given.mode !== "nearest") return undefined;
  const wanted = sides.map(({ from, to }) => tapsOf({ from, to, scale: to / from }, given).sources);
  const takes = (sourceOf: (position: number, from: number, to: number) => number): boolean =>
    sides.every(({ from, to }, axis) =>
      wanted[axis]!.every((source, position) => source === Math.min(from - 1, sourceOf(position, from, to))),
    );
  const op = "ResizeNearestNeighbor";
  if (takes((position, from, to) => Math.floor(position * (from / to))))
    return { op, align_corners: false, half_pixel_centers: false };
  if (takes((position, from, to) => Math.floor((position + 0.5) * (from / to))))
    return { op, align_corners: false, half_pixel_centers: true };
  return undefined;
}
