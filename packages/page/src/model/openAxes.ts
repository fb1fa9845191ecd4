/** The sizes that a file leaves open, as the page's user chose them. */
import type { DeclaredInput } from "@linknet-kit/onnx/bytes";
import type { ImageSize } from "@linknet-kit/results";
import type { InputValue } from "@linknet-kit/runtimes";

export interface OpenAxes {
  readonly size: ImageSize;
  /** Images at a time. */
  readonly batch: number;
}

type DeclaredShape = readonly (number | string)[];

/** Of an image whose file does not say. */
const CHANNELS = 3;

/** More channels than any image has that a model is fed. */
const MOST_CHANNELS = 4;

export function isFixed({ shape }: DeclaredInput): boolean {
  return shape?.every((side) => typeof side === "number") === true;
}

/** The whole shape of every input by its name; an error where something else than the batch and the sides of images is open. */
export function fillShapes(declared: readonly DeclaredInput[], axes: OpenAxes): Record<string, readonly number[]> {
  return Object.fromEntries(declared.map((input) => [input.name, fillShape(input, axes)]));
}

function fillShape({ name, shape }: DeclaredInput, { size, batch }: OpenAxes): readonly number[] {
  if (shape === undefined) throw tooOpen(name, "any shape");
  const image = imageAxes(shape);
  return shape.map((side, axis) => {
    if (typeof side === "number") return side;
    if (axis === 0) return batch;
    if (image === undefined) throw tooOpen(name, `the shape ${shape.join(" x ")}`);
    if (axis === image[0]) return size.height;
    return axis === image[1] ? size.width : CHANNELS;
  });
}

function tooOpen(name: string, shape: string): Error {
  return new Error(`"${name}" has ${shape}, and this page can only choose the batch and the sides of images`);
}

/** Which axes of a shape are height and width: channels stand first, unless only the last axis can be channels; none where it is no image's. */
function imageAxes(shape: DeclaredShape): readonly [height: number, width: number] | undefined {
  if (shape.length !== 4) return undefined;
  const couldBeChannels = (side: number | string | undefined): boolean =>
    typeof side === "number" && side <= MOST_CHANNELS;
  return couldBeChannels(shape[3]) && !couldBeChannels(shape[1]) ? [1, 2] : [2, 3];
}

/** Those that the inputs of an open model have, by the first of them that has elements. */
export function axesOf(inputs: readonly InputValue[]): OpenAxes {
  const image = inputs.find(({ type }) => !type.shape.includes(0)) ?? inputs[0];
  const shape = image?.type.shape ?? [];
  const [height, width] = imageAxes(shape) ?? [shape.length - 2, shape.length - 1];
  return { size: { width: shape[width] ?? 1, height: shape[height] ?? 1 }, batch: shape.length > 1 ? shape[0]! : 1 };
}
