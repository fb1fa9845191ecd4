/** What a network gave, as numbers a class for each of its pixels, or as classes. */
import { type Size, type Tensor, castTensor, kindOfElements, printType } from "@linknet-kit/core";
import { NotLabelsError } from "../errors.js";
import { type SeenPicture, hasClassesLast } from "./channelAxis.js";

/** `channels` where the network gives labels itself. */
export type ClassScores = Size &
  (
    | { readonly kind: "scores"; readonly classes: number; readonly scores: Float32Array }
    | { readonly kind: "labels"; readonly channels: Uint8Array }
  );

/** As label maps of a byte a pixel have them. */
const MOST_CLASSES = 256;

/**
 * Of one picture: floats of 1 x classes x H x W or 1 x H x W x classes, whichever is like the picture, or whole numbers of 1 x H x W, with an axis of 1
 * for the class or without; a `NotLabelsError` with the network's name where it is neither.
 */
export function scoresOf(output: Tensor, picture: SeenPicture, name?: string): ClassScores {
  const { shape } = output;
  const isChannelsLast = hasClassesLast(shape, picture);
  const kind = kindOfElements(output.dtype);
  const refuse = (problem: string): NotLabelsError =>
    new NotLabelsError({ problem, ...(name !== undefined && { name }) });
  if (kind === "integer") {
    const sides = shape.length === 4 ? shape.filter((_, axis) => axis !== (isChannelsLast ? 3 : 1)) : shape;
    const [images, height = 0, width = 0] = sides;
    const isMap = sides.length === 3 && images === 1 && width * height > 0 && output.data.length === width * height;
    if (!isMap) throw refuse(`it gives ${printType(output)}, which is no class for each pixel of one picture`);
    return { kind: "labels", width, height, channels: labelsIn(output, refuse) };
  }
  const [images, classes = 0, height = 0, width = 0] = isChannelsLast
    ? [0, 3, 1, 2].map((axis) => shape[axis]!)
    : shape;
  if (kind !== "float" || shape.length !== 4 || images !== 1 || width * height === 0)
    throw refuse(`it gives ${printType(output)}, which is no number a class for each pixel of one picture`);
  if (classes < 2 || classes > MOST_CLASSES)
    throw refuse(`it gives ${classes} numbers for each pixel; 2 to ${MOST_CLASSES} classes can be told apart`);
  const { data } = castTensor(output, "float32");
  if (data.some(Number.isNaN)) throw refuse("some of what it gives is no number (NaN)");
  return { kind: "scores", classes, width, height, scores: isChannelsLast ? planes(data, classes) : data };
}

function labelsIn({ data }: Tensor, refuse: (problem: string) => NotLabelsError): Uint8Array {
  const labels = new Uint8Array(data.length);
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    const label = Number(data[pixel]);
    if (!(label >= 0 && label < MOST_CLASSES)) {
      throw refuse(`it gives ${label} for a pixel; classes are numbered from 0 to ${MOST_CLASSES - 1}`);
    }
    labels[pixel] = label;
  }
  return labels;
}

function planes(data: Float32Array, classes: number): Float32Array {
  const pixels = data.length / classes;
  return data.map((_, place) => data[(place % pixels) * classes + Math.floor(place / pixels)]!);
}
