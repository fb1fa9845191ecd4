/** Every op, one row each: importers, the laws and `docs/ops.md` read this table. */
import type { Op } from "../op.js";
import { addOp } from "./add.js";
import { batchNormOp } from "./batchNorm.js";
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

export const opTable: readonly Op[] = [
  addOp,
  batchNormOp,
  concatOp,
  conv2dOp,
  convTranspose2dOp,
  dropout2dOp,
  maxPool2dOp,
  maxUnpool2dOp,
  padOp,
  preluOp,
  reluOp,
  sliceOp,
];
