/** What a model must become before each of its nodes is one of tfjs. */
import {
  type ModelPass,
  channelsLast,
  convTransposeByPhases,
  evenUnpool,
  foldBatchNorm,
  modelPasses,
  onGraph,
  padPools,
  removeDropout,
  removeUnread,
  splitBatchNorm,
  splitGroups,
  unpoolByMasks,
} from "@linknet-kit/core";

/**
 * The model with its images N x H x W x C, inputs and outputs included, of ops that tfjs has on every backend. Batch norms are folded,
 * nothing is pooled with indices, and transposed convolutions are ordinary ones: tfjs's own are several times slower in its wasm backend.
 */
export const lowerForTfjs: ModelPass = modelPasses(
  onGraph(removeDropout),
  foldBatchNorm,
  splitBatchNorm,
  onGraph(evenUnpool),
  onGraph(unpoolByMasks),
  onGraph(removeUnread),
  splitGroups,
  convTransposeByPhases,
  onGraph(padPools),
  channelsLast,
);
