/** The picture among what a network takes. */
import { type DType, type Size, type Tensor, castTensor, kindOfElements, printType } from "@linknet-kit/core";
import type { InputValue } from "@linknet-kit/runtimes";
import { NotOfPicturesError } from "../errors.js";
import { type PictureColours, type PictureInput, pictureTensor } from "./pictureTensor.js";

export interface ImageInput {
  readonly name: string;
  readonly dtype: DType;
  readonly size: Size;
  readonly isChannelsLast: boolean;
}

/** A `NotOfPicturesError` where it takes anything but one picture of three colours in floats. */
export function imageInput(name: string, inputs: readonly InputValue[]): ImageInput {
  const [only] = inputs;
  if (only === undefined || inputs.length !== 1)
    throw new NotOfPicturesError({ name, problem: `it has ${inputs.length} inputs` });
  const { type } = only;
  const [batch, first = 0, second = 0, third = 0, ...more] = type.shape;
  const isChannelsLast = first !== 3 && third === 3;
  const [height, width] = isChannelsLast ? [first, second] : [second, third];
  const isPicture = batch === 1 && more.length === 0 && (isChannelsLast || first === 3) && width * height > 0;
  if (!isPicture || kindOfElements(type.dtype) !== "float")
    throw new NotOfPicturesError({ name, problem: `its input is ${printType(type)}` });
  return { name: only.name, dtype: type.dtype, size: { width, height }, isChannelsLast };
}

/** What a network is given for a picture of any size. */
export function feedPicture(
  { name, dtype, size, isChannelsLast }: ImageInput,
  picture: PictureColours,
  { mean, std }: Pick<PictureInput, "mean" | "std">,
): Readonly<Record<string, Tensor>> {
  return { [name]: castTensor(pictureTensor(picture, { size, mean, std, isChannelsLast }), dtype) };
}
