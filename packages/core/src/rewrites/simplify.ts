/** Makes a model smaller that computes the same, for whatever reads it afterwards. */
import type { Model } from "../weights.js";
import { cancelReshapes } from "./cancelReshapes.js";
import { cancelTransposes } from "./cancelTransposes.js";
import { foldBeforeConvolutions } from "./foldBeforeConvolutions.js";
import { foldIntoConvolutions } from "./foldIntoConvolutions.js";
import { fusePads } from "./fusePads.js";
import { joinCasts } from "./joinCasts.js";
import { joinProductsWithSums } from "./joinProductsWithSums.js";
import { removeDropout } from "./removeDropout.js";
import { removeIdentities } from "./removeIdentities.js";
import { removeUnread } from "./removeUnread.js";
import { type OnRewrite, type Rewrite, rewriteModel } from "./rewrite.js";
import { shareEqualNodes } from "./shareEqualNodes.js";
import { shareEqualParameters } from "./shareEqualParameters.js";

/** In turn. None is for one reader more than for another. */
export const simplifications: readonly Rewrite[] = [
  removeUnread,
  removeDropout,
  removeIdentities,
  joinCasts,
  cancelReshapes,
  cancelTransposes,
  shareEqualNodes,
  fusePads,
  joinProductsWithSums,
  foldIntoConvolutions,
  foldBeforeConvolutions,
];

/** Each round is work in proportion to the nodes; models that people have need three. */
const MOST_ROUNDS = 20;

/**
 * The model after all simplifications, until none finds anything to do. Equal parameters become one last of all, as no weight that is
 * read twice takes anything in, and what then are equal nodes are found once more. `onRewrite` is told of every step.
 */
export function simplify(model: Model, onRewrite?: OnRewrite): Model {
  const settled = settle(model, onRewrite);
  const shared = rewriteModel(settled, [shareEqualParameters()], onRewrite);
  return shared === settled ? settled : settle(shared, onRewrite);
}

function settle(model: Model, onRewrite: OnRewrite | undefined): Model {
  let current = model;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = rewriteModel(current, simplifications, onRewrite);
    if (next.graph === current.graph) break;
    current = next;
  }
  return current;
}
