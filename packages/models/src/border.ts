/** Border work of networks whose geometry does not meet the image's size. */
import { type Layer, pad, sizeOf, slice } from "@linknet-kit/core";

type HeightWidth = readonly [height: number, width: number];

/** Keeps the top left `height` x `width`; adds no node where that is everything. */
export const crop =
  ([height, width]: HeightWidth): Layer =>
  (x) => {
    const [rows, columns] = sizeOf(x);
    if (rows === height && columns === width) return x;
    const [batch = 0, channels = 0] = x.type.shape;
    return slice({ start: [0, 0, 0, 0], end: [batch, channels, height, width], step: [1, 1, 1, 1] })(x);
  };

/** Adds zeros below and to the right up to `height` x `width`; adds no node where nothing is missing. */
export const extend =
  ([height, width]: HeightWidth): Layer =>
  (x) => {
    const [rows, columns] = sizeOf(x);
    if (rows === height && columns === width) return x;
    return pad({ before: [0, 0, 0, 0], after: [0, 0, height - rows, width - columns] })(x);
  };
