/** Images in the order of a session's, before and after what is timed: users' images have either order, and neither is favoured. */
import { CHANNELS_FIRST, CHANNELS_LAST, mapRecord, reorder } from "@linknet-kit/core/tensors";
import type { Session, Tensors } from "../runtime/runtime.js";

type Layout = Pick<Session, "layout">;

/** The tensors in the session's layout. Those of four dimensions are images, which are given channels-first. */
export function toLayout(tensors: Tensors, { layout }: Layout): Tensors {
  return layout === undefined ? tensors : reorderImages(tensors, CHANNELS_LAST);
}

/** Tensors as the session gave them, channels-first again. */
export function fromLayout(tensors: Tensors, { layout }: Layout): Tensors {
  return layout === undefined ? tensors : reorderImages(tensors, CHANNELS_FIRST);
}

function reorderImages(tensors: Tensors, order: readonly number[]): Tensors {
  return mapRecord(tensors, (tensor) => (tensor.shape.length === 4 ? reorder(tensor, order) : tensor));
}
