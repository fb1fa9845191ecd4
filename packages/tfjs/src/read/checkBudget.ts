/** How many things a model may list: checked before each of them is, since a fault of every one would be reported. */
import { TfjsBudgetError } from "./errors.js";

/** The most of each, over all groups of weights. The largest graphs have a few thousand. */
const MOST = {
  nodes: 100_000,
  inputs: 1_000_000,
  "groups of weights": 10_000,
  weights: 100_000,
  shards: 100_000,
  ends: 10_000,
};
/** More axes than any operation takes. */
const HIGHEST_RANK = 32;

/** An error where lists are longer than allowed; whatever is no list is passed over. */
export function checkBudget(json: unknown): void {
  const nodes = listIn(fieldOf(json, "modelTopology"), "node");
  limit("nodes", [nodes]);
  limit(
    "inputs",
    nodes.map((node) => listIn(node, "input")),
  );
  const groups = listIn(json, "weightsManifest");
  limit("groups of weights", [groups]);
  const weights = groups.map((group) => listIn(group, "weights"));
  limit("weights", weights);
  limit(
    "shards",
    groups.map((group) => listIn(group, "paths")),
  );
  const signature = fieldOf(json, "signature");
  limit(
    "ends",
    ["inputs", "outputs"].map((key) => Object.keys(fieldOf(signature, key) ?? {})),
  );
  if (weights.flat().some((weight) => listIn(weight, "shape").length > HIGHEST_RANK)) {
    throw new TfjsBudgetError({ what: "axes in a weight", limit: HIGHEST_RANK });
  }
}

function limit(what: keyof typeof MOST, lists: readonly (readonly unknown[])[]): void {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  if (length > MOST[what]) throw new TfjsBudgetError({ what, limit: MOST[what] });
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
}

export function fieldOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined;
}
