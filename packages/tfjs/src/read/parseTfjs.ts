/** Reads a tfjs graph model that may come from anywhere: whatever it lacks or contradicts is an error with a name. */
import { type ModelArtifacts, STORED_BYTES, type WeightEntry } from "../modelJson.js";
import { checkPaths, checkTopology } from "./checkTopology.js";
import { ShardError, TfjsBudgetError } from "./errors.js";
import { parseModelJson } from "./parseModelJson.js";
import type { ParsedWeight } from "./schema.js";

/** The most that weights may take: one ArrayBuffer holds them all. */
export const MAXIMUM_WEIGHT_BYTES = 2 ** 31 - 1;

/**
 * The model of a `model.json` and its shards, for `tf.loadGraphModel({ load: async () => artifacts })`. `readShard` is given each path of
 * the manifest; none leads out of the folder.
 */
export async function parseTfjs(
  json: string,
  readShard: (path: string) => Promise<Uint8Array>,
): Promise<ModelArtifacts> {
  const { groups, ...described } = await parseModel(json);
  const parts: Uint8Array[] = [];
  for (const group of groups) {
    for await (const shard of shardsOf(group, { read: readShard, bytesOf: ({ length }) => length })) parts.push(shard);
  }
  return { ...described, weightData: joined(parts) };
}

/** A model without the bytes of its weights. */
export type TfjsOutline = Omit<ModelArtifacts, "weightData">;

/** As `parseTfjs`, of each shard its length alone. */
export async function parseOutline(
  json: string,
  bytesOfShard: (path: string) => Promise<number>,
): Promise<TfjsOutline> {
  const { groups, ...described } = await parseModel(json);
  for (const group of groups) {
    const shards = shardsOf(group, { read: bytesOfShard, bytesOf: (bytes) => bytes });
    while ((await shards.next()).done !== true);
  }
  return described;
}

async function parseModel(json: string): Promise<TfjsOutline & { readonly groups: readonly Group[] }> {
  const parsed = await parseModelJson(json);
  checkTopology(parsed);
  checkPaths(parsed);
  const { weightsManifest, ...described } = parsed;
  // Keys of the file are there or not, never `undefined`.
  const description = described as Omit<TfjsOutline, "weightSpecs">;
  const total = weightsManifest.reduce((sum, group) => sum + bytesOfGroup(group), 0);
  if (!(total <= MAXIMUM_WEIGHT_BYTES)) {
    throw new TfjsBudgetError({ what: "bytes of weights", limit: MAXIMUM_WEIGHT_BYTES });
  }
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights) as WeightEntry[];
  return { ...description, weightSpecs, groups: weightsManifest };
}

interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly ParsedWeight[];
}

/** The shards of one group of weights, which must have the weights' length together. Reading ends where they are too long. */
async function* shardsOf<Shard>(
  group: Group,
  { read, bytesOf }: { readonly read: (path: string) => Promise<Shard>; readonly bytesOf: (shard: Shard) => number },
): AsyncGenerator<Shard> {
  const expected = bytesOfGroup(group);
  let bytes = 0;
  for (const [index, path] of group.paths.entries()) {
    const shard = await read(path);
    bytes += bytesOf(shard);
    if (bytes > expected) throw new ShardError({ shards: group.paths.slice(0, index + 1), bytes, expected });
    yield shard;
  }
  if (bytes !== expected) throw new ShardError({ shards: group.paths, bytes, expected });
}

function bytesOfGroup({ weights }: Group): number {
  return weights.reduce((sum, weight) => sum + bytesOfWeight(weight), 0);
}

/** Infinite where the shape is absurd. */
function bytesOfWeight({ shape, dtype, quantization }: ParsedWeight): number {
  return shape.reduce((product, side) => product * side, STORED_BYTES[quantization?.dtype ?? dtype]);
}

function joined(parts: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole.buffer;
}
