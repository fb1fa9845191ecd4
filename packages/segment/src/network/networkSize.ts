/** At which size a network that takes any looks at a picture. */
import type { Size } from "@linknet-kit/core";

export interface Wanted {
  /** That it was trained at. */
  readonly like: Size;
  /** Of either side. */
  readonly least: number;
}

/** Where nobody says: the paper's first size. */
export const USUAL_SIZE: Wanted = { like: { width: 640, height: 360 }, least: 32 };

/** Long pictures are as many times larger at most, so that their shorter side is large enough. */
const MOST_TIMES = 4;

/**
 * As many pixels as `like`, in the proportions of the picture: what a network learnt has about the size at which it learnt it, and nothing
 * is stretched. Where a side would be too small both are larger; only pictures that are very long are squeezed.
 */
export function networkSize(picture: Size, { like, least }: Wanted): Size {
  const pixels = like.width * like.height;
  const alike = Math.sqrt(pixels / (picture.width * picture.height));
  const scale = Math.max(alike, least / Math.min(picture.width, picture.height));
  const most = Math.floor((MOST_TIMES * pixels) / least);
  const side = (length: number): number => Math.max(least, Math.min(most, Math.round(length * scale)));
  return { width: side(picture.width), height: side(picture.height) };
}
