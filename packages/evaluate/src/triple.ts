/** Pictures of an example for people: the image, the truth and the prediction in the colours of the data set. */
import type { Size } from "@linknet-kit/core";
import { type Example, encodePicture, resizeColours, resizeNumbers } from "@linknet-kit/data";
import type { AccuracyTriple } from "@linknet-kit/results";
import { type LabelledClass, mixColours } from "@linknet-kit/segment/picture";

/** Reports hold the pictures themselves. */
const MOST_SIDE = 320;

/** Places of so many of `all`, spread evenly. */
export function spread(wanted: number, all: number): ReadonlySet<number> {
  const count = Math.min(wanted, all);
  return new Set(Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * all) / count)));
}

export function tripleOf(
  { name, picture, channels }: Example,
  predicted: Uint8Array,
  classes: readonly LabelledClass[],
): AccuracyTriple {
  const scale = Math.min(1, MOST_SIDE / Math.max(picture.width, picture.height));
  const side = (length: number): number => Math.max(1, Math.round(scale * length));
  const size: Size = { width: side(picture.width), height: side(picture.height) };
  const colours = (map: Uint8Array): string => {
    const small = resizeNumbers(map, picture, size);
    return dataUrl(size, mixColours(new Uint8Array(3 * small.length), small, { classes, opacity: 1 }));
  };
  const image = dataUrl(size, scale === 1 ? picture.colours : resizeColours(picture.colours, picture, size));
  return { name, size, image, truth: colours(channels), prediction: colours(predicted) };
}

function dataUrl(size: Size, colours: Uint8Array): string {
  const png = encodePicture(size, colours, "linknet-kit");
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}
