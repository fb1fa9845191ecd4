/** Channels spread over a block of pixels: https://onnx.ai/onnx/operators/onnx__DepthToSpace.html, in its order DCR */
import { pair } from "../attributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { rank4 } from "../tensor.js";
import { readBlock, writeBlock } from "./blockForm.js";
import { reorder } from "./reorder.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

const attributes = { block: pair(1) };

export const depthToSpaceOp = defineOp({
  name: "depthToSpace",
  summary:
    "channels as blocks of pixels; they stand by the pixel's row in the block, then by its column, then by channel",
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
  evaluate: ({ x }, { block: [rows, columns] }, { y }) => {
    const [batch, , height, width] = rank4(x);
    const [, channels] = rank4(y);
    const blocks = { ...x, shape: [batch, rows, columns, channels, height, width] };
    return { y: { ...reorder(blocks, [0, 3, 4, 1, 5, 2]), shape: y.shape } };
  },
  onnx: [
    {
      operator: "DepthToSpace",
      from: 1,
      attributes: ["blocksize", "mode"],
      write: ({ block }) => writeBlock(block, { mode: { kind: "string", value: "DCR" } }),
      read: (form) => {
        const mode = attributeOf(form, "mode", "string") ?? "DCR";
        if (mode !== "DCR") throw new UnsupportedFormError({ operator: "DepthToSpace", problem: `has mode ${mode}` });
        return { block: readBlock(form, "DepthToSpace") };
      },
    },
  ],
  tfjs: { absent: "channelsLast makes it a transpose between two reshapes, which runtimes do faster" },
});

export const depthToSpaceDecomposition = defineDecomposition(depthToSpaceOp, ({ x }, { block: [rows, columns] }) => {
  const [batch, channels, height, width] = rank4(x.type);
  const kept = channels / (rows * columns);
  const blocks = reshape({ shape: [batch, rows, columns, kept, height, width] })(x);
  const turned = transpose({ order: [0, 3, 4, 1, 5, 2] })(blocks);
  return { y: reshape({ shape: [batch, kept, height * rows, width * columns] })(turned) };
});

export const depthToSpace = layerOf(depthToSpaceOp, "depthToSpace({ block: 2 })(x)");
