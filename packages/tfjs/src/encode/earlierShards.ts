/** Shards that an earlier export left in a folder. A model with fewer shards that is written there leaves some without a use. */
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type FileKind, readBytes } from "@linknet-kit/base/files";
import { WRITER } from "../layout.js";

/** The largest `model.json` that is looked into. */
export const MAXIMUM_BYTES = 64 * 2 ** 20;

/** As shards are called here. Whatever else a `model.json` names may be anything, and stays. */
const SHARD = /^group1-shard\d+of\d+\.bin$/;

/** A shard of the model that is at `modelPath` now. */
export function ownShard(modelPath: string): FileKind {
  return {
    name: "shard of such a model",
    isOurs: async ({ path }) => (await earlierShards(modelPath)).includes(basename(path)),
  };
}

/** Names of the shards of the model that is at `path` now. There are none if another program wrote it, or it is damaged or missing. */
export async function earlierShards(path: string): Promise<readonly string[]> {
  try {
    const { convertedBy, weightsManifest } = JSON.parse(
      new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES })),
    ) as { readonly convertedBy: string; readonly weightsManifest: readonly { readonly paths: readonly string[] }[] };
    if (!isOwn({ convertedBy })) return [];
    return weightsManifest.flatMap(({ paths }) => paths).filter(isShardName);
  } catch {
    // What cannot be read is no export of ours.
    return [];
  }
}

/** Whether this project wrote it. */
export function isOwn({ convertedBy }: Readonly<Record<string, unknown>>): boolean {
  return typeof convertedBy === "string" && convertedBy.split(" ")[0] === WRITER;
}

/** Whether shards of this project are called so. */
export function isShardName(name: string): boolean {
  return SHARD.test(name);
}

/** Removes shards that no model names any more; one that resists is left, as the new model is whole without that. */
export async function removeShards(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true }).catch(() => undefined);
}
