/** Rewrites of models. */
export { argMaxBeforeInterleave } from "./argMaxBeforeInterleave.js";
export { argMaxBeforeReshapes } from "./argMaxBeforeReshapes.js";
export { argMaxByComparisons } from "./argMaxByComparisons.js";
export { argMaxChannelsLast } from "./argMaxChannelsLast.js";
export { argMaxOfLogits } from "./argMaxOfLogits.js";
export { cancelReshapes } from "./cancelReshapes.js";
export { cancelTransposes } from "./cancelTransposes.js";
export { channelsLast } from "./channelsLast.js";
export { convTransposeByPhases } from "./convTransposeByPhases.js";
export { decompose } from "./decompose.js";
export type { Edit } from "./edit.js";
export { evenUnpool } from "./evenUnpool.js";
export { foldBeforeConvolutions } from "./foldBeforeConvolutions.js";
export { foldIntoConvolutions } from "./foldIntoConvolutions.js";
export { fusePads } from "./fusePads.js";
export { type Float16Conversion, Float16OverflowError, halvedTensor } from "./halvedTensor.js";
export { IMAGE_LAYOUTS, type ImageLayout, imageEnds } from "./imageEnds.js";
export { joinCasts } from "./joinCasts.js";
export { joinGelus } from "./joinGelus.js";
export { joinHardSwishes } from "./joinHardSwishes.js";
export { joinLayerNorms } from "./joinLayerNorms.js";
export { joinProductsWithSums } from "./joinProductsWithSums.js";
export { joinTransposes } from "./joinTransposes.js";
export {
  type LabelTarget,
  type LabelsOptions,
  NoLabelsError,
  OUTPUTS,
  type OutputKind,
  labelRewrites,
  labelsOut,
} from "./labelsOut.js";
export { linesAsImages } from "./linesAsImages.js";
export { padPools } from "./padPools.js";
export type { CanWrite } from "./recognition.js";
export { removeDropout } from "./removeDropout.js";
export { poolBeforeRelu } from "./poolBeforeRelu.js";
export { removeIdentities } from "./removeIdentities.js";
export { removeUnread } from "./removeUnread.js";
export { type OnRewrite, type Rewrite, rewriteGraph, rewriteModel } from "./rewrite.js";
export type { NodesByOp, RewriteChange, RewrittenCost } from "./rewriteChange.js";
export { type RewriteRule, rewriteByRules, rule } from "./rules.js";
export { shareEqualNodes } from "./shareEqualNodes.js";
export { shareEqualParameters } from "./shareEqualParameters.js";
export { simplify } from "./simplify.js";
export { splitBatchNorm } from "./splitBatchNorm.js";
export { splitGroups } from "./splitGroups.js";
export { type Float16Options, toFloat16 } from "./toFloat16.js";
export { toFloat32 } from "./toFloat32.js";
export { unpoolByMasks } from "./unpoolByMasks.js";
