/** What a model must become before each of its nodes is one of tfjs. */
import { type ImageLayout, type Model, type OnRewrite, imageEnds, rewriteModel } from "@linknet-kit/core";
import { tfjsRewrites } from "./target.js";

export interface LowerOptions {
  /** In which order inputs and outputs of four axes have these: N x H x W x C unless given, as all images within have them. */
  readonly layout?: ImageLayout | undefined;
  /** Told what each rewrite for tfjs changed. */
  readonly onRewrite?: OnRewrite | undefined;
}

/**
 * The model with its images N x H x W x C, inputs and outputs included unless they are asked for otherwise, of ops that tfjs has on every
 * backend. Batch norms are folded, nothing is pooled with indices, and transposed convolutions are ordinary ones: tfjs's own are several
 * times slower in its wasm backend.
 */
export function lowerForTfjs(model: Model, { layout = "nhwc", onRewrite }: LowerOptions = {}): Model {
  return rewriteModel(model, [...tfjsRewrites, imageEnds(layout)], onRewrite);
}
