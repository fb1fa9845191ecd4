/** What a model must become before each of its nodes is one of tfjs. */
import { type Model, type OnRewrite, rewriteModel } from "@linknet-kit/core";
import { tfjsRewrites } from "./target.js";

/**
 * The model with its images N x H x W x C, inputs and outputs included, of ops that tfjs has on every backend. Batch norms are folded,
 * nothing is pooled with indices, and transposed convolutions are ordinary ones: tfjs's own are several times slower in its wasm backend.
 * `onRewrite` is told what each rewrite changed.
 */
export function lowerForTfjs(model: Model, onRewrite?: OnRewrite): Model {
  return rewriteModel(model, tfjsRewrites, onRewrite);
}
