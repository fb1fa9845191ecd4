/** Makes a model smaller that computes the same, for whatever reads it afterwards. */
import type { Model } from "../weights.js";
import { cancelReshapes } from "./cancelReshapes.js";
import { cancelTransposes } from "./cancelTransposes.js";
import { foldBeforeConvolutions } from "./foldBeforeConvolutions.js";
import { foldIntoConvolutions } from "./foldIntoConvolutions.js";
import { fusePads } from "./fusePads.js";
import { joinCasts } from "./joinCasts.js";
import { joinGelus } from "./joinGelus.js";
import { joinHardSwishes } from "./joinHardSwishes.js";
import { joinLayerNorms } from "./joinLayerNorms.js";
import { joinProductsWithSums } from "./joinProductsWithSums.js";
import type { CanWrite } from "./recognition.js";
import { removeDropout } from "./removeDropout.js";
import { removeIdentities } from "./removeIdentities.js";
import { removeUnread } from "./removeUnread.js";
import { type OnRewrite, type Rewrite, rewriteModel } from "./rewrite.js";
import { shareEqualNodes } from "./shareEqualNodes.js";
import { shareEqualParameters } from "./shareEqualParameters.js";

/** What stands in the way of others. None is for one reader more than for another, here and below. */
const tidying: readonly Rewrite[] = [
  removeUnread,
  removeDropout,
  removeIdentities,
  joinCasts,
  cancelReshapes,
  cancelTransposes,
  shareEqualNodes,
];

const folding: readonly Rewrite[] = [fusePads, joinProductsWithSums, foldIntoConvolutions, foldBeforeConvolutions];

/** In turn, for what can write such nodes: ops are found before parts of them are folded into what stands around them. */
function simplifications(canWrite: CanWrite | undefined): readonly Rewrite[] {
  const finding = canWrite === undefined ? [] : [joinHardSwishes, joinGelus, joinLayerNorms];
  return [...tidying, ...finding.map((join) => join(canWrite!)), ...folding];
}

/** Each round is work in proportion to the nodes; models that people have need three. */
const MOST_ROUNDS = 20;

/**
 * The model after all simplifications, until none finds anything to do. Equal parameters become one last of all, as no weight that is
 * read twice takes anything in, and what then are equal nodes are found once more. `onRewrite` is told of every step. Ops that others were
 * written for are found where `canWrite` says of them that they can be written; without it they stay several.
 */
export function simplify(model: Model, onRewrite?: OnRewrite, canWrite?: CanWrite): Model {
  const rewrites = simplifications(canWrite);
  const settled = settle(model, rewrites, onRewrite);
  const shared = rewriteModel(settled, [shareEqualParameters()], onRewrite);
  return shared === settled ? settled : settle(shared, rewrites, onRewrite);
}

function settle(model: Model, rewrites: readonly Rewrite[], onRewrite: OnRewrite | undefined): Model {
  let current = model;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = rewriteModel(current, rewrites, onRewrite);
    if (next.graph === current.graph) break;
    current = next;
  }
  return current;
}
