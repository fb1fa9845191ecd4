/**
 * What `model.json` says of its own origin, beside what the caller has it keep: where its weights come from, and the SHA-256 of the shards
 * and of itself, by which a model that was changed since is told from one that may be written anew.
 */
import { dirname, join } from "node:path";
import {
  type FileKind,
  type Hashing,
  type WeightOrigin,
  describeReplaced,
  digestOf,
  givesWay,
  readBytes,
} from "@linknet-kit/base/files";
import { WRITER } from "../layout.js";
import type { ModelJson } from "../modelJson.js";
import { MAXIMUM_BYTES, isOwn, isShardName } from "./earlierShards.js";

/** Stands where the digest does while that is computed. */
const UNKNOWN = "0".repeat(64);

/** The metadata with room for a digest. */
export function unsealed(
  metadata: Readonly<Record<string, unknown>>,
  weights: WeightOrigin | undefined,
): Readonly<Record<string, unknown>> {
  const own = metadata[WRITER] as Readonly<Record<string, unknown>> | undefined;
  return { ...metadata, [WRITER]: { ...own, ...(weights && { weights }), sha256: UNKNOWN } };
}

/** The text of a `model.json` with its digest; `hash` has seen its shards. */
export function sealed(content: ModelJson, hash: Hashing): string {
  const text = JSON.stringify(content);
  return withDigest(text, UNKNOWN, hash.update(text).digest("hex"));
}

/**
 * Models that `writeTfjs` wrote and nobody changed since, shards included. Weights that came from a file stay, unless they are written from
 * that file once more.
 */
export function ownGraphModel(origin?: WeightOrigin): FileKind {
  return {
    name: describeReplaced("tfjs model", origin),
    isOurs: async ({ path }) => await isUnchanged(path, origin).catch(() => false),
  };
}

async function isUnchanged(path: string, origin: WeightOrigin | undefined): Promise<boolean> {
  const text = new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_BYTES }));
  const content = JSON.parse(text) as ModelJson;
  const { weights, sha256 } = content.userDefinedMetadata[WRITER] as Readonly<Record<string, string>>;
  const shards = content.weightsManifest.flatMap(({ paths }) => paths);
  if (!isOwn({ ...content }) || sha256 === undefined || !givesWay(weights, origin)) return false;
  // The model may be a stranger's, and name files anywhere.
  if (!shards.every(isShardName)) return false;
  const parts = shards.map((name) => ({ path: join(dirname(path), name) }));
  return sha256 === (await digestOf([...parts, withDigest(text, sha256, UNKNOWN)]));
}

/** The last of its kind: only weights follow it, whose names and types hold no such field. */
function withDigest(text: string, digest: string, other: string): string {
  const field = (value: string): string => `"sha256":"${value}"`;
  const at = text.lastIndexOf(field(digest));
  return at === -1 ? text : `${text.slice(0, at)}${field(other)}${text.slice(at + field(digest).length)}`;
}
