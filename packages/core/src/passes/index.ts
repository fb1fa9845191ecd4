/** Rewrites of graphs. */
export { foldBatchNorm } from "./foldBatchNorm.js";
export { evenUnpool } from "./evenUnpool.js";
export { type Pass, type RewriteContext, passes, rewriteNodes } from "./pass.js";
export { removeDropout } from "./removeDropout.js";
export { removeUnread } from "./removeUnread.js";
