/** What is multiplied where a transposed convolution runs as an ordinary one over its input with zeros between the pixels. */
import { convTransposeOp } from "../ops/convTranspose.js";
import { elementCount } from "../tensor.js";
import { type Convention, countedBy } from "./convention.js";

export const dense: Convention = {
  summary: "a transposed convolution counts on its output grid",
  byOp: new Map([
    countedBy(convTransposeOp, ({ x, weight }, { y }, { groups }) => {
      const [, channels = 0] = x.shape;
      const kernel = elementCount({ shape: weight.shape.slice(2) });
      return 2 * elementCount(y) * (channels / groups) * kernel;
    }),
  ]),
  otherwise: ({ macs }) => 2 * macs,
};
