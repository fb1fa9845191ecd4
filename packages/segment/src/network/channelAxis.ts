/** On which axis a network has its classes, which need not be where its picture has its colours. */
import type { Shape, Size } from "@linknet-kit/core";
import type { ImageInput } from "./imageInput.js";

/** How a network sees its picture. */
export type SeenPicture = Pick<ImageInput, "size" | "isChannelsLast">;

/**
 * Whether the last of four axes has the classes: the other two are a height and a width like the picture's. Where that holds for both ways, or for
 * neither, they are where the picture has its colours.
 */
export function hasClassesLast(shape: Shape, { size, isChannelsLast }: SeenPicture): boolean {
  const [, first = 0, second = 0, third = 0] = shape;
  const whenFirst = likeness({ height: second, width: third }, size);
  const whenLast = likeness({ height: first, width: second }, size);
  return whenFirst === whenLast ? isChannelsLast : whenLast > whenFirst;
}

/** 2 where they are equal, 1 where one is the other made smaller or larger, to a pixel of either side. */
function likeness(map: Size, picture: Size): number {
  if (map.width === picture.width && map.height === picture.height) return 2;
  const difference = Math.abs(map.width * picture.height - map.height * picture.width);
  return difference <= picture.width + picture.height ? 1 : 0;
}
