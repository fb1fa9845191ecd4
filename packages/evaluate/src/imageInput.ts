/** How a network is fed with one picture. */
import { type Tensor, castTensor } from "@linknet-kit/core";
import type { ModelFile } from "@linknet-kit/runtimes";
import {
  type Colours,
  type ImageInput,
  type PictureColours,
  imageInput,
  pictureTensor,
} from "@linknet-kit/segment/picture";

export interface FedInput extends ImageInput {
  /** What the network is given for a picture of any size. */
  readonly feed: (picture: PictureColours) => Readonly<Record<string, Tensor>>;
}

/** A `NotOfPicturesError` where the file takes anything else than one picture. */
export function fedInputOf({ path, inputs }: ModelFile, mean: Colours): FedInput {
  const input = imageInput(path, inputs);
  const { name, dtype, size, isChannelsLast } = input;
  const feed = (picture: PictureColours) => {
    return { [name]: castTensor(pictureTensor(picture, { size, mean, isChannelsLast }), dtype) };
  };
  return { ...input, feed };
}
