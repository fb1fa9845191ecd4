/** What a model must become before each of its nodes is one of tfjs. */
import {
  DECOMPOSED,
  type Model,
  type Node,
  type OnRewrite,
  type Rewrite,
  channelsLast,
  convTransposeByPhases,
  decompose,
  evenUnpool,
  foldIntoConvolutions,
  isAbsent,
  mapOperands,
  padPools,
  removeDropout,
  removeUnread,
  rewriteModel,
  splitBatchNorm,
  splitGroups,
  unpoolByMasks,
} from "@linknet-kit/core";

const rewrites: readonly Rewrite[] = [
  decompose(isDecomposed),
  removeDropout,
  foldIntoConvolutions,
  splitBatchNorm,
  evenUnpool,
  unpoolByMasks,
  removeUnread,
  splitGroups,
  convTransposeByPhases,
  padPools,
  channelsLast,
];

/** Whether tfjs has what the node decomposes into, and no other rewrite knows anything better. */
function isDecomposed({ op: { tfjs }, attributes, inputs }: Node): boolean {
  if (isAbsent(tfjs)) return tfjs === DECOMPOSED;
  const types = mapOperands(inputs, ({ type }) => type);
  return tfjs.write(attributes, types) === DECOMPOSED;
}

/**
 * The model with its images N x H x W x C, inputs and outputs included, of ops that tfjs has on every backend. Batch norms are folded,
 * nothing is pooled with indices, and transposed convolutions are ordinary ones: tfjs's own are several times slower in its wasm backend.
 * `onRewrite` is told what each rewrite changed.
 */
export function lowerForTfjs(model: Model, onRewrite?: OnRewrite): Model {
  return rewriteModel(model, rewrites, onRewrite);
}
