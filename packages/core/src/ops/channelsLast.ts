/** Ops on channels-last images. Each is defined by its channels-first twin, on the same images with their axes moved. */
import type { AttributeKinds } from "../attributes.js";
import { AFTER_CHANNELS_LAST } from "../gradient.js";
import { type OpDefinition, type Slots, defineInnerOp } from "../op.js";
import type { TensorType } from "../tensor.js";
import { channelsFirstOrder, channelsLastOrder, reorderType } from "./reorder.js";

/** Checks a definition; ONNX has no such ops, and networks are not built of them: the pass `channelsLast` puts them in. */
export function defineChannelsLastOp<
  const Inputs extends Slots,
  const Results extends Slots,
  const Kinds extends AttributeKinds,
>(
  definition: Omit<OpDefinition<Inputs, Results, Kinds>, "axes" | "gradient" | "onnx" | "slots" | "results">,
): OpDefinition<Inputs, Results, Kinds> {
  return defineInnerOp({
    ...definition,
    axes: "channels-last",
    gradient: AFTER_CHANNELS_LAST,
    onnx: { absent: "its images are channels-first" },
  });
}

/** An image's type, N x H x W x C as N x C x H x W, and back; with any number of axes between N and C. */
export const channelsFirstType = (image: TensorType): TensorType =>
  reorderType(image, channelsFirstOrder(image.shape.length));
export const channelsLastType = (image: TensorType): TensorType =>
  reorderType(image, channelsLastOrder(image.shape.length));
