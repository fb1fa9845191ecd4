/** Every rewrite that there is, for what must hold of all of them. */
import * as exported from "./rewrites/index.js";
import type { Rewrite } from "./rewrites/index.js";

function isRewrite(value: unknown): value is Rewrite {
  return typeof value === "object" && value !== null && "run" in value && "summary" in value;
}

/** Those that are exported, and those that are made from options, with what changes most. */
export const everyRewrite: readonly Rewrite[] = [
  ...Object.values(exported).filter(isRewrite),
  exported.imageEnds("nhwc"),
  exported.imageEnds("nchw"),
  exported.toFloat16(),
  exported.shareEqualParameters(),
  exported.decompose(() => true),
  exported.joinHardSwishes(() => true),
  exported.joinGelus(() => true),
  exported.joinLayerNorms(() => true),
];
