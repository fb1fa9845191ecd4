import { expect, test } from "vitest";
import { buildGraph } from "../builder.js";
import { sequence } from "../layers.js";
import { batchNorm, conv2d, convTranspose2d, dropout2d, relu } from "../ops/index.js";
import { float32 } from "../tensor.js";
import type { Model } from "../weights.js";
import { convTransposeByPhases } from "./convTransposeByPhases.js";
import { foldIntoConvolutions } from "./foldIntoConvolutions.js";
import { padPools } from "./padPools.js";
import { removeDropout } from "./removeDropout.js";
import { rewriteModel } from "./rewrite.js";
import type { RewriteChange } from "./rewriteChange.js";

const layers = sequence(
  conv2d({ filters: 2, kernel: 1, bias: false }),
  batchNorm(),
  dropout2d({ rate: 0.1 }),
  relu(),
  convTranspose2d({ filters: 2, kernel: 2, stride: 2, bias: false }),
);
const model: Model = {
  graph: buildGraph("net", { name: "x", type: float32(1, 2, 4, 4) }, layers, "y"),
  weights: {
    get: () => {
      throw new Error("a weight was asked for");
    },
  },
};

test("Each rewrite that changes something says which nodes went and came, and what they cost, without weights", () => {
  const changes: RewriteChange[] = [];
  const rewrites = [removeDropout, foldIntoConvolutions, padPools, convTransposeByPhases];
  const { graph } = rewriteModel(model, rewrites, (change) => changes.push(change));
  expect(graph.nodes.map(({ op }) => op.name)).toEqual(["conv", "relu", "conv", "depthToSpace"]);
  expect(changes.map(({ rewrite, removed, added }) => ({ rewrite, removed, added }))).toEqual([
    { rewrite: "removeDropout", removed: { dropout2d: ["dropout2d"] }, added: {} },
    { rewrite: "foldIntoConvolutions", removed: { batchNorm: ["batchNorm"] }, added: {} },
    {
      rewrite: "convTransposeByPhases",
      removed: { convTranspose: ["convTranspose2d"] },
      added: { conv: ["convTranspose2d/phases"], depthToSpace: ["convTranspose2d"] },
    },
  ]);
  expect(changes.map(({ before, after }) => [before.nodes, after.nodes])).toEqual([
    [5, 4],
    [4, 3],
    [3, 4],
  ]);
  // A scale and a shift a channel become a bias a channel: two operations an element of 2x4x4 become one.
  const [, folded] = changes;
  expect([folded!.before, folded!.after].map(({ parameters }) => parameters)).toEqual([4 + 4 + 16, 4 + 2 + 16]);
  expect(folded!.before.scalarOps - folded!.after.scalarOps).toBe(32);
  // Two channels to two on 4x4 pixels, and to four phases of two.
  expect(changes.map(({ after }) => after.macs)).toEqual([320, 320, 16 * 4 + 16 * 2 * 8]);
});

test("A rewrite that finds nothing to do is not told of", () => {
  const changes: RewriteChange[] = [];
  expect(rewriteModel(model, [padPools], (change) => changes.push(change)).graph).toBe(model.graph);
  expect(changes).toEqual([]);
});
