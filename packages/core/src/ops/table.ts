/** Every op, one row each: importers, the laws and `docs/ops.md` read this table. */
import type { Op } from "../op.js";
import { addOp } from "./add.js";
import { batchNormOp } from "./batchNorm.js";
import { castOp } from "./cast.js";
import { concatOp } from "./concat.js";
import { conv2dOp } from "./conv2d.js";
import { convTranspose2dOp } from "./convTranspose2d.js";
import { dropout2dOp } from "./dropout2d.js";
import { maxPool2dOp } from "./maxPool2d.js";
import { maxUnpool2dOp } from "./maxUnpool2d.js";
import { padOp } from "./pad.js";
import { preluOp } from "./prelu.js";
import { reluOp } from "./relu.js";
import { sliceOp } from "./slice.js";

/** By name, for what must have an entry for every op. */
export const ops = {
  add: addOp,
  batchNorm: batchNormOp,
  cast: castOp,
  concat: concatOp,
  conv2d: conv2dOp,
  convTranspose2d: convTranspose2dOp,
  dropout2d: dropout2dOp,
  maxPool2d: maxPool2dOp,
  maxUnpool2d: maxUnpool2dOp,
  pad: padOp,
  prelu: preluOp,
  relu: reluOp,
  slice: sliceOp,
} satisfies Readonly<Record<string, Op>>;

export const opTable: readonly Op[] = Object.values(ops);
