/** A picture with the colours of its classes over it and their legend below. */
import type { Size } from "@linknet-kit/core";
import { drawLegend } from "./legend/drawLegend.js";
import { mixColours } from "./mixColours.js";
import type { Segmentation } from "./segmentation.js";

export interface Overlay extends Size {
  /** Red, green and blue of each pixel. */
  readonly colours: Uint8Array;
}

/** The picture keeps its size and its place at the top left; beside one that is narrower than the legend there is white. */
export async function overlayOf(segmentation: Segmentation, opacity: number): Promise<Overlay> {
  const { picture, channels, classes, shares } = segmentation;
  const legend = await drawLegend(shares, picture.width);
  const { width } = legend;
  const height = picture.height + legend.height;
  const colours = new Uint8Array(3 * width * height).fill(255);
  const mixed = mixColours(picture.colours, channels, { classes, opacity });
  const row = 3 * picture.width;
  for (let y = 0; y < picture.height; y += 1) colours.set(mixed.subarray(y * row, (y + 1) * row), 3 * width * y);
  colours.set(legend.colours, 3 * width * picture.height);
  return { width, height, colours };
}
