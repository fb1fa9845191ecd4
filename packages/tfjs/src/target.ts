/** What a tfjs graph model is lowered by and stores, apart from what writes it. */
import {
  DECOMPOSED,
  type LabelTarget,
  type Node,
  type Rewrite,
  argMaxBeforeReshapes,
  argMaxOfLogits,
  cancelReshapes,
  cancelTransposes,
  channelsLast,
  convTransposeByPhases,
  decompose,
  evenUnpool,
  foldIntoConvolutions,
  isAbsent,
  joinTransposes,
  linesAsImages,
  mapOperands,
  padPools,
  removeDropout,
  removeIdentities,
  removeUnread,
  splitBatchNorm,
  splitGroups,
  unpoolByMasks,
} from "@linknet-kit/core";

/** What weights are stored as; they are float32 again once tfjs has loaded them. */
export const WEIGHT_TYPES = ["float32", "float16", "uint8", "uint16"] as const;
export type WeightType = (typeof WEIGHT_TYPES)[number];

/** Applied in turn, they make a model whose nodes are each one node of tfjs. */
export const tfjsRewrites: readonly Rewrite[] = [
  decompose((node) => isDecomposed(node) && !followsAxes(node)),
  removeDropout,
  foldIntoConvolutions,
  splitBatchNorm,
  linesAsImages,
  evenUnpool,
  unpoolByMasks,
  removeUnread,
  splitGroups,
  convTransposeByPhases,
  padPools,
  channelsLast,
  cancelTransposes,
  decompose(isDecomposed),
  argMaxBeforeReshapes,
  joinTransposes,
  removeIdentities,
  cancelReshapes,
  removeUnread,
];

/** Its whole numbers are those of int32, as which it gives what graphs here have in 64 bits. */
export const tfjsLabels: LabelTarget = { narrowest: "int64", rewrites: [argMaxOfLogits] };

/** What an op lacks that follows its axes may depend on their order, which is known once channels are last. */
function followsAxes({ op: { axes } }: Node): boolean {
  return axes === "kept" || typeof axes === "function";
}

/** Whether tfjs has what the node decomposes into, and no other rewrite knows anything better. */
function isDecomposed({ op: { tfjs }, attributes, inputs }: Node): boolean {
  if (isAbsent(tfjs)) return tfjs === DECOMPOSED;
  const types = mapOperands(inputs, ({ type }) => type);
  return tfjs.write(attributes, types) === DECOMPOSED;
}
