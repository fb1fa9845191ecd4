/** Rewrites of graphs. */
export { channelsLast } from "./channelsLast.js";
export { convTransposeByPhases } from "./convTransposeByPhases.js";
export { foldBatchNorm } from "./foldBatchNorm.js";
export { evenUnpool } from "./evenUnpool.js";
export { type ModelPass, type ModelRewriteContext, modelPasses, onGraph, rewriteModel } from "./modelPass.js";
export { padPools } from "./padPools.js";
export { type Pass, type RewriteContext, passes, rewriteNodes } from "./pass.js";
export { removeDropout } from "./removeDropout.js";
export { removeUnread } from "./removeUnread.js";
export { splitBatchNorm } from "./splitBatchNorm.js";
export { splitGroups } from "./splitGroups.js";
export {
  type Float16Conversion,
  Float16OverflowError,
  type Float16Options,
  halvedTensor,
  toFloat16,
} from "./toFloat16.js";
export { toFloat32 } from "./toFloat32.js";
export { unpoolByMasks } from "./unpoolByMasks.js";
