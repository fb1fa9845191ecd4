/** Rewrites: models made of models that compute the same. One rewrite a file, its test beside it. */
import type { Graph } from "../graph.js";
import { type Model, givenWeights } from "../weights.js";

export interface Rewrite {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Weights are made when they are asked for, and none is asked for here. */
  run(model: Model): Model;
}

/** The model after each rewrite in turn. */
export function rewriteModel(model: Model, rewrites: readonly Rewrite[]): Model {
  return rewrites.reduce((current, rewrite) => rewrite.run(current), model);
}

/** As `rewriteModel`, of a graph whose weights are not there. */
export function rewriteGraph(graph: Graph, rewrites: readonly Rewrite[]): Graph {
  return rewriteModel({ graph, weights: givenWeights(new Map()) }, rewrites).graph;
}
