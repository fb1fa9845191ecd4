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
  const parsed = await parseModelJson(json);
  checkTopology(parsed);
  checkPaths(parsed);
  const { weightsManifest, ...described } = parsed;
  // Keys of the file are there or not, never `undefined`.
  const description = described as Omit<ModelArtifacts, "weightSpecs" | "weightData">;
  const total = weightsManifest.reduce((sum, group) => sum + bytesOfGroup(group), 0);
  if (!(total <= MAXIMUM_WEIGHT_BYTES)) {
    throw new TfjsBudgetError({ what: "bytes of weights", limit: MAXIMUM_WEIGHT_BYTES });
  }
  const parts: Uint8Array[] = [];
  for (const group of weightsManifest) {
    for await (const shard of shardsOf(group, readShard)) parts.push(shard);
  }
  return {
    ...description,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights) as WeightEntry[],
    weightData: joined(parts),
  };
}

interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly ParsedWeight[];
}

/** The shards of one group of weights, which must have the weights' length together. Reading ends where they are too long. */
async function* shardsOf(group: Group, readShard: (path: string) => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  const expected = bytesOfGroup(group);
  let bytes = 0;
  for (const [index, path] of group.paths.entries()) {
    const shard = await readShard(path);
    bytes += shard.length;
    if (bytes > expected) throw new ShardError({ shards: group.paths.slice(0, index + 1), bytes, expected });
    yield shard;
  }
  if (bytes !== expected) throw new ShardError({ shards: group.paths, bytes, expected });
}

function bytesOfGroup({ weights }: Group): number {
  return weights.reduce((sum, weight) => sum + bytesOf(weight), 0);
}

/** Infinite where the shape is absurd. */
function bytesOf({ shape, dtype, quantization }: ParsedWeight): number {
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
