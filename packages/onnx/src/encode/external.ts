/** Which tensors leave the model's file, and where they go. */
import { byteCount } from "@linknet-kit/core";
import type { EmittedTensor } from "../emit/emitNode.js";
import type { PlaceOutside, ExternalPlaces } from "./layout.js";

/** So that a reader may map the file and use a tensor where it lies. */
const ALIGNMENT_BYTES = 64;
/** Smaller ones stay: readers want the values of shapes and the like while they load. */
const SMALLEST_BYTES = 1024;

/** Places for all tensors worth moving, one behind the other in one file called `location`. */
export function placeExternally(tensors: readonly EmittedTensor[], location: string): ExternalPlaces {
  const places = new Map<EmittedTensor, PlaceOutside>();
  let end = 0;
  for (const tensor of tensors) {
    const length = byteCount(tensor.type);
    if (length < SMALLEST_BYTES) continue;
    const offset = Math.ceil(end / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    places.set(tensor, { location, offset, length });
    end = offset + length;
  }
  return places;
}
