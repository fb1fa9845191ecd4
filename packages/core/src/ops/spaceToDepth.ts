/** Blocks of pixels stacked as channels, the inverse of depthToSpace: https://onnx.ai/onnx/operators/onnx__SpaceToDepth.html */
import { pair } from "../spatialAttributes.js";
import { defineDecomposition } from "../decomposition.js";
import { layerOf } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { NO_COST, defineOp } from "../op.js";
import { rank4 } from "../tensor.js";
import { readBlock, writeBlock } from "./blockForm.js";
import { reorder } from "./reorder.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";
import { THROUGH_PARTS } from "../gradient.js";

const attributes = { block: pair(1) };

export const spaceToDepthOp = defineOp({
  name: "spaceToDepth",
  summary:
    "blocks of pixels as channels, which stand by the pixel's row in the block, then by its column, then by channel",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes,
  axes: "images",
  inferTypes: ({ x }, { block: [rows, columns] }) => {
    const [batch, channels, height, width] = rank4(x);
    if (height % rows !== 0 || width % columns !== 0) {
      throw new InvalidNodeError({
        problem: `an image of ${width}x${height} (width x height) is not made of blocks of ${columns}x${rows}`,
      });
    }
    return { y: { dtype: x.dtype, shape: [batch, channels * rows * columns, height / rows, width / columns] } };
  },
  countCost: () => NO_COST,
  evaluate: ({ x }, { block: [rows, columns] }, { y }) => {
    const [batch, channels] = rank4(x);
    const [, , height, width] = rank4(y);
    const blocks = { ...x, shape: [batch, channels, height, rows, width, columns] };
    return { y: { ...reorder(blocks, [0, 3, 5, 1, 2, 4]), shape: y.shape } };
  },
  gradient: THROUGH_PARTS,
  onnx: [
    {
      operator: "SpaceToDepth",
      from: 1,
      attributes: ["blocksize"],
      write: ({ block }) => writeBlock(block),
      read: (form) => ({ block: readBlock(form, "SpaceToDepth") }),
    },
  ],
  tfjs: { absent: "channelsLast makes it a transpose between two reshapes, which runtimes do faster" },
});

export const spaceToDepthDecomposition = defineDecomposition(spaceToDepthOp, ({ x }, { block: [rows, columns] }) => {
  const [batch, channels, height, width] = rank4(x.type);
  const [down, across] = [height / rows, width / columns];
  const blocks = reshape({ shape: [batch, channels, down, rows, across, columns] })(x);
  const turned = transpose({ order: [0, 3, 5, 1, 2, 4] })(blocks);
  return { y: reshape({ shape: [batch, channels * rows * columns, down, across] })(turned) };
});

export const spaceToDepth = layerOf(spaceToDepthOp, "spaceToDepth({ block: 2 })(x)");
