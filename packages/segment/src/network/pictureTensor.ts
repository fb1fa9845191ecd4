/** Pictures as networks are fed with them, in training and after it. */
import type { Size, Tensor } from "@linknet-kit/core";
import { floatTensor } from "@linknet-kit/core";
import { resizeColours } from "@linknet-kit/data/resize";

export type Colours = readonly [red: number, green: number, blue: number];

export interface PictureColours extends Size {
  /** Red, green and blue of each pixel. */
  readonly colours: Uint8Array;
}

export interface PictureInput {
  readonly size: Size;
  /** Red, green and blue, 0 to 1, which colours are less by. */
  readonly mean: Colours;
  /** By which they are divided then; 1 unless given. */
  readonly std?: Colours | undefined;
  /** Whether channels are the last axis and not the first. */
  readonly isChannelsLast?: boolean | undefined;
}

/** 1 x 3 x H x W, or 1 x H x W x 3. */
export function pictureTensor(
  picture: PictureColours,
  { size, mean, std = [1, 1, 1], isChannelsLast = false }: PictureInput,
): Extract<Tensor, { dtype: "float32" }> {
  const { width, height } = size;
  const isSame = width === picture.width && height === picture.height;
  const colours = isSame ? picture.colours : resizeColours(picture.colours, picture, size);
  const pixels = width * height;
  const tensor = floatTensor(isChannelsLast ? [1, height, width, 3] : [1, 3, height, width]);
  const [step, plane] = isChannelsLast ? [3, 1] : [1, pixels];
  for (let channel = 0; channel < 3; channel += 1)
    for (let pixel = 0; pixel < pixels; pixel += 1)
      tensor.data[channel * plane + pixel * step] =
        (colours[3 * pixel + channel]! / 255 - mean[channel]!) / std[channel]!;
  return tensor;
}
