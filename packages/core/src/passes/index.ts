/** Rewrites of graphs. */
export { foldBatchNorm } from "./foldBatchNorm.js";
export { evenUnpool } from "./evenUnpool.js";
export { type Pass, type RewriteContext, passes, rewriteNodes } from "./pass.js";
export { removeDropout } from "./removeDropout.js";
export { removeUnread } from "./removeUnread.js";
export { Float16OverflowError, type Float16Options, toFloat16 } from "./toFloat16.js";
