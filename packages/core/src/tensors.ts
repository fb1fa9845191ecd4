/** Tensors without graphs: what a process needs that only runs artifacts, since the ops take some ten MB of memory beside them. */
export { kindOfElements } from "./dtypes.js";
export { mapRecord } from "./graph.js";
export { CHANNELS_FIRST, CHANNELS_LAST, reorder } from "./ops/reorder.js";
export { PRECISIONS, type Precision, USUAL_PRECISION } from "./precision.js";
export { fillUniform, seededUniform, shuffledOrder } from "./random.js";
export { decodeFloat16, encodeFloat16 } from "./float16.js";
export { byteCount, floatTensor, intTensor, printType, sameType, tensorOfBytes } from "./tensor.js";
