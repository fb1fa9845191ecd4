/** Rewrites: models made of models that compute the same. One rewrite a file, its test beside it. */
import type { Graph } from "../graph.js";
import { type Model, givenWeights } from "../weights.js";
import { type RewriteChange, nodesMissingIn, rewrittenCost } from "./rewriteChange.js";

export interface Rewrite {
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Asks for no weight, unless it compares them or has to know single numbers: those that change are computed when they are asked for. */
  run(model: Model): Model;
}

/** Told of each rewrite that made another graph, in turn. */
export type OnRewrite = (change: RewriteChange) => void;

/** The model after each rewrite in turn. Costs are counted only where `onRewrite` wants to know what changed. */
export function rewriteModel(model: Model, rewrites: readonly Rewrite[], onRewrite?: OnRewrite): Model {
  return onRewrite === undefined
    ? rewrites.reduce((current, rewrite) => rewrite.run(current), model)
    : rewriteTelling(model, rewrites, onRewrite);
}

/** As `rewriteModel`, of a graph whose weights are not there. */
export function rewriteGraph(graph: Graph, rewrites: readonly Rewrite[]): Graph {
  return rewriteModel({ graph, weights: givenWeights(new Map()) }, rewrites).graph;
}

function rewriteTelling(model: Model, rewrites: readonly Rewrite[], onRewrite: OnRewrite): Model {
  let current = model;
  let before = rewrittenCost(model.graph);
  for (const rewrite of rewrites) {
    const { graph: earlier } = current;
    current = rewrite.run(current);
    const { graph } = current;
    if (graph === earlier) continue;
    const after = rewrittenCost(graph);
    const [removed, added] = [nodesMissingIn(graph, earlier), nodesMissingIn(earlier, graph)];
    onRewrite({ rewrite: rewrite.name, removed, added, before, after });
    before = after;
  }
  return current;
}
