/** Batches as a network takes them. */
import {
  DTYPES,
  type Tensor,
  type Value,
  castTensor,
  elementCount,
  kindOfElements,
  printType,
  sameShape,
  sameType,
} from "@linknet-kit/core";
import type { TrainingBatch } from "./batches.js";
import { InvalidBatchError } from "./errors.js";

/** What takes batches. */
interface Taking {
  readonly image: Value;
  readonly labels: Value;
  readonly classes: number;
  readonly ignore?: number | undefined;
}

/** Whether it is one at all: an image and labels, with as many elements as their shapes say. `number` is its place in the epoch, from 1. */
export function checkBatch(given: TrainingBatch, number?: number): void {
  const batch = given as Partial<TrainingBatch> | null | undefined;
  const which = number === undefined ? "a batch" : `batch ${number}`;
  for (const part of ["image", "labels"] as const) {
    const tensor = batch?.[part];
    if (!isTensor(tensor)) {
      throw new InvalidBatchError({
        problem: `${which} has no ${part}`,
        hint: "a batch is { image, labels }, both tensors",
      });
    }
    const wanted = elementCount(tensor);
    if (tensor.data.length === wanted) continue;
    const problem = `the ${part} of ${which} has ${tensor.data.length} elements, and ${printType(tensor)} has ${wanted}`;
    throw new InvalidBatchError({ problem });
  }
}

function isTensor(given: unknown): given is Tensor {
  const { dtype, shape, data } = (given ?? {}) as Partial<Tensor>;
  return dtype !== undefined && Array.isArray(shape) && data?.constructor === DTYPES[dtype]?.array;
}

export function checkedImage({ image: { type } }: Pick<Taking, "image">, { image }: TrainingBatch): Tensor {
  if (sameType(image, type)) return image;
  throw new InvalidBatchError({
    problem: `the image is ${printType(image)}, and the network takes ${printType(type)}`,
  });
}

/** As int64. Labels that are no class and are not ignored would count nothing, and nobody would know. */
export function checkedLabels(
  { labels: { type }, classes, ignore }: Omit<Taking, "image">,
  { labels }: TrainingBatch,
): Tensor {
  if (!sameShape(labels.shape, type.shape) || kindOfElements(labels.dtype) !== "integer") {
    const expected = `whole numbers of ${type.shape.join("x")} are needed`;
    throw new InvalidBatchError({ problem: `the labels are ${printType(labels)}, and ${expected}` });
  }
  for (const value of labels.data) {
    const label = Number(value);
    if ((label >= 0 && label < classes) || label === ignore) continue;
    const rest = ignore === undefined ? "no label is ignored" : `${ignore} is ignored`;
    throw new InvalidBatchError({
      problem: `a pixel has the label ${label}; there are the classes 0 to ${classes - 1}, and ${rest}`,
    });
  }
  return castTensor(labels, "int64");
}
