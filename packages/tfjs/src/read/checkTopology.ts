/** Whether the parts of a graph model fit together. */
import { nodeOf } from "../graphDef.js";
import { DamagedTfjsError } from "./errors.js";
import type { ParsedModelJson } from "./schema.js";

/** An error where a name is taken twice or leads nowhere. */
export function checkTopology({ modelTopology: { node: nodes }, weightsManifest, signature }: ParsedModelJson): void {
  const names = distinct(
    "nodes",
    nodes.map(({ name }) => name),
  );
  const weights = distinct(
    "weights",
    weightsManifest.flatMap((group) => group.weights.map(({ name }) => name)),
  );
  for (const { name, op, input = [] } of nodes) {
    if (op === "Const" && !weights.has(name)) fail(`the constant "${name}" has no weight`);
    const missing = input.find((each) => !names.has(nodeOf(each)));
    if (missing !== undefined) fail(`node "${name}" reads "${missing}", and nothing gives it`);
  }
  for (const [key, { name }] of Object.entries({ ...signature?.inputs, ...signature?.outputs })) {
    if (!names.has(nodeOf(name))) fail(`its signature calls "${name}" ${key}, and there is no such node`);
  }
}

/** Every shard must lie in the folder of `model.json` or below it, and is named once: its bytes are those of other weights than any other's. */
export function checkPaths({ weightsManifest }: ParsedModelJson): void {
  for (const path of distinct(
    "shards",
    weightsManifest.flatMap(({ paths }) => paths),
  )) {
    const leaves = path.split("/").some((part) => part === "" || part === "." || part === "..");
    if (leaves || /[\\:\0]/.test(path)) fail(`the path "${path}" of a shard leads out of the folder of the model`);
  }
}

function distinct(what: string, names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) fail(`two ${what} are called "${name}"`);
    seen.add(name);
  }
  return seen;
}

function fail(problem: string): never {
  throw new DamagedTfjsError({ problem });
}
