/** The honest convention: two FLOPs for each multiply-accumulate that contributes to the result. */
import type { Convention } from "./convention.js";

export const useful: Convention = {
  summary: "2 x MACs; a transposed convolution counts on its input grid",
  byOp: new Map(),
  otherwise: ({ macs }) => 2 * macs,
};
