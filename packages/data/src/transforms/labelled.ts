/** Pictures and the labels of their pixels, moved together. */
import type { Size } from "@linknet-kit/core";

/** A picture and the channels of its pixels, moved together. */
export interface Labelled {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel. */
  readonly colours: Uint8Array;
  /** One for each pixel. */
  readonly channels: Uint8Array;
}

/** Left for right. */
export function flip({ width, height, colours, channels }: Labelled): Labelled {
  const flipped = { width, height, colours: new Uint8Array(colours.length), channels: new Uint8Array(channels.length) };
  for (let pixel = 0; pixel < channels.length; pixel += 1) {
    const column = pixel % width;
    copyPixel({ colours, channels }, pixel, flipped, pixel - column + width - 1 - column);
  }
  return flipped;
}

/** What is within a rectangle, which must lie in the image. */
export function crop(image: Labelled, { left, top, width, height }: Size & { left: number; top: number }): Labelled {
  if (left < 0 || top < 0 || left + width > image.width || top + height > image.height)
    throw new Error(`${width}x${height} at ${left}, ${top} is not within ${image.width}x${image.height}`);
  const cropped = {
    width,
    height,
    colours: new Uint8Array(3 * width * height),
    channels: new Uint8Array(width * height),
  };
  for (let row = 0; row < height; row += 1) {
    const start = (top + row) * image.width + left;
    cropped.colours.set(image.colours.subarray(3 * start, 3 * (start + width)), 3 * row * width);
    cropped.channels.set(image.channels.subarray(start, start + width), row * width);
  }
  return cropped;
}

type Pixels = Pick<Labelled, "colours" | "channels">;

function copyPixel(from: Pixels, pixel: number, to: Pixels, place: number): void {
  to.channels[place] = from.channels[pixel]!;
  for (let channel = 0; channel < 3; channel += 1) to.colours[3 * place + channel] = from.colours[3 * pixel + channel]!;
}
