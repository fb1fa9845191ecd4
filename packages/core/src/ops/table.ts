/** Every op, one row each: importers, the laws and `docs/ops.md` read this table. */
import type { Op } from "../op.js";
import { addOp } from "./add.js";
import { batchNormOp } from "./batchNorm.js";
import { castOp } from "./cast.js";
import { concatOp } from "./concat.js";
import { conv2dOp } from "./conv2d.js";
import { conv2dChannelsLastOp } from "./conv2dChannelsLast.js";
import { convTranspose2dOp } from "./convTranspose2d.js";
import { depthToSpaceOp } from "./depthToSpace.js";
import { dropout2dOp } from "./dropout2d.js";
import { maxPool2dOp } from "./maxPool2d.js";
import { maxPool2dChannelsLastOp } from "./maxPool2dChannelsLast.js";
import { maxUnpool2dOp } from "./maxUnpool2d.js";
import { mulOp } from "./mul.js";
import { padOp } from "./pad.js";
import { preluOp } from "./prelu.js";
import { reluOp } from "./relu.js";
import { reshapeOp } from "./reshape.js";
import { signOp } from "./sign.js";
import { sliceOp } from "./slice.js";
import { spaceToDepthOp } from "./spaceToDepth.js";
import { subOp } from "./sub.js";
import { transposeOp } from "./transpose.js";

/** By name, for what must have an entry for every op. */
export const ops = {
  add: addOp,
  batchNorm: batchNormOp,
  cast: castOp,
  concat: concatOp,
  conv2d: conv2dOp,
  conv2dChannelsLast: conv2dChannelsLastOp,
  convTranspose2d: convTranspose2dOp,
  depthToSpace: depthToSpaceOp,
  dropout2d: dropout2dOp,
  maxPool2d: maxPool2dOp,
  maxPool2dChannelsLast: maxPool2dChannelsLastOp,
  maxUnpool2d: maxUnpool2dOp,
  mul: mulOp,
  pad: padOp,
  prelu: preluOp,
  relu: reluOp,
  reshape: reshapeOp,
  sign: signOp,
  slice: sliceOp,
  spaceToDepth: spaceToDepthOp,
  sub: subOp,
  transpose: transposeOp,
} satisfies Readonly<Record<string, Op>>;

export const opTable: readonly Op[] = Object.values(ops);
