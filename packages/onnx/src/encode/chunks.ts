/** A file's bytes, a tensor at a time. */
import type { EmittedTensor } from "../emit/emitNode.js";
import type { ExternalPlaces, FileLayout } from "./layout.js";

/** The model's file from start to end; each weight is drawn when its turn comes. */
export function* modelChunks({ head, tensors }: FileLayout): Generator<Uint8Array> {
  yield head;
  for (const { header, values } of tensors) {
    yield header;
    if (values !== undefined) yield littleEndianBytes(values);
  }
}

/** The bytes of the file beside the model, chunk by chunk, with zeros in the gaps between places. */
export function* externalChunks(places: ExternalPlaces): Generator<Uint8Array> {
  let written = 0;
  for (const [tensor, { offset, length }] of places) {
    if (offset > written) yield new Uint8Array(offset - written);
    yield littleEndianBytes(tensor);
    written = offset + length;
  }
}

/** The values as ONNX stores them, without a copy: a typed array is little-endian wherever ONNX Runtime runs. */
function littleEndianBytes(tensor: EmittedTensor): Uint8Array {
  const { data } = tensor.read();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
