/** Rewrites of models. */
export { channelsLast } from "./channelsLast.js";
export { convTransposeByPhases } from "./convTransposeByPhases.js";
export { decompose } from "./decompose.js";
export type { Edit } from "./edit.js";
export { evenUnpool } from "./evenUnpool.js";
export { foldIntoConvolutions } from "./foldIntoConvolutions.js";
export { type Float16Conversion, Float16OverflowError, halvedTensor } from "./halvedTensor.js";
export { padPools } from "./padPools.js";
export { removeDropout } from "./removeDropout.js";
export { removeUnread } from "./removeUnread.js";
export { type OnRewrite, type Rewrite, rewriteGraph, rewriteModel } from "./rewrite.js";
export type { NodesByOp, RewriteChange, RewrittenCost } from "./rewriteChange.js";
export { type RewriteRule, rewriteByRules, rule } from "./rules.js";
export { splitBatchNorm } from "./splitBatchNorm.js";
export { splitGroups } from "./splitGroups.js";
export { type Float16Options, toFloat16 } from "./toFloat16.js";
export { toFloat32 } from "./toFloat32.js";
export { unpoolByMasks } from "./unpoolByMasks.js";
