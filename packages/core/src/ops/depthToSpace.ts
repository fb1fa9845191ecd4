/** Channels spread over a block of pixels: https://onnx.ai/onnx/operators/onnx__DepthToSpace.html */
import { oneOf } from "../attributeKinds.js";
import { type Canonical, withDefault } from "../attributes.js";
import { pair } from "../spatialAttributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Shape, rank4 } from "../tensor.js";
import { readBlock, writeBlock } from "./blockForm.js";
import { reorder } from "./reorder.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";
import { THROUGH_PARTS } from "../gradient.js";

/** ONNX's names of what comes first among the channels: the place in the block (DCR), or the channel of the result (CRD). */
const ORDERS = ["DCR", "CRD"] as const;

const attributes = { block: pair(1), order: withDefault(oneOf(...ORDERS), "DCR") };

export const depthToSpaceOp = defineOp({
  name: "depthToSpace",
  summary:
    "channels as blocks of pixels; they stand by the pixel's row in the block, then by its column, then by channel, or by channel first in `order` CRD",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes,
  axes: "images",
  inferTypes: ({ x }, { block: [rows, columns] }) => {
    const [batch, channels, height, width] = rank4(x);
    if (channels % (rows * columns) !== 0) {
      throw new InvalidNodeError({ problem: `${channels} channels are no ${rows}x${columns} blocks` });
    }
    return {
      y: { dtype: x.dtype, shape: [batch, channels / (rows * columns), height * rows, width * columns] },
    };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, given, { y }) => {
    const { seen, order } = turnOf(x, given);
    return { y: { ...reorder({ ...x, shape: seen }, order), shape: y.shape } };
  },
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "DepthToSpace",
      from: 11,
      attributes: ["blocksize", "mode"],
      write: ({ block, order }) => writeBlock(block, { mode: { kind: "string", value: order } }),
      read: (form) => {
        const mode = attributeOf(form, "mode", "string") ?? "DCR";
        const order = ORDERS.find((each) => each === mode);
        if (order === undefined) {
          throw new UnsupportedFormError({ operator: "DepthToSpace", problem: `has mode ${mode}` });
        }
        return { block: readBlock(form, "DepthToSpace"), order };
      },
    },
    {
      operator: "DepthToSpace",
      from: 1,
      until: 10,
      attributes: ["blocksize"],
      read: (form) => ({ block: readBlock(form, "DepthToSpace") }),
    },
  ],
  tfjs: { absent: "channelsLast makes it a transpose between two reshapes, which runtimes do faster" },
});

export const depthToSpaceDecomposition = defineDecomposition(depthToSpaceOp, ({ x }, given) => {
  const { seen, order } = turnOf(x.type, given);
  const { y } = depthToSpaceOp.inferTypes({ x: x.type }, given);
  return { y: reshape({ shape: y.shape })(transpose({ order })(reshape({ shape: seen })(x))) };
});

export const depthToSpace = layerOf(depthToSpaceOp, "depthToSpace({ block: 2 })(x)");

/** As what x is seen, and the order in which its axes make blocks: N x C, and each side followed by that of the block. */
function turnOf(x: { readonly shape: Shape }, { block: [rows, columns], order }: Canonical<typeof attributes>) {
  const [batch, channels, height, width] = rank4(x);
  const kept = channels / (rows * columns);
  return order === "DCR"
    ? { seen: [batch, rows, columns, kept, height, width], order: [0, 3, 4, 1, 5, 2] }
    : { seen: [batch, kept, rows, columns, height, width], order: [0, 1, 4, 2, 5, 3] };
}
