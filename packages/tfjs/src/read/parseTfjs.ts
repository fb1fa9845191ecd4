/** Reads a tfjs graph model that may come from anywhere: whatever it lacks or contradicts is an error with a name. */
import type { ModelArtifacts, WeightEntry } from "../modelJson.js";
import { checkPaths, checkTopology } from "./checkTopology.js";
import { ShardError, TfjsBudgetError } from "./errors.js";
import { parseModelJson } from "./parseModelJson.js";
import type { ParsedWeight } from "./schema.js";

/** The most that weights may take: one ArrayBuffer holds them all. */
export const MAXIMUM_WEIGHT_BYTES = 2 ** 31 - 1;

const BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

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
  const parts: Uint8Array[] = [];
  for (const group of weightsManifest) parts.push(...(await readGroup(group, readShard)));
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

/** The shards of one group of weights, together as long as these. */
async function readGroup(
  { paths, weights }: Group,
  readShard: (path: string) => Promise<Uint8Array>,
): Promise<readonly Uint8Array[]> {
  const expected = weights.reduce((sum, weight) => sum + bytesOf(weight), 0);
  if (!(expected <= MAXIMUM_WEIGHT_BYTES)) {
    throw new TfjsBudgetError({ what: "bytes of weights", limit: MAXIMUM_WEIGHT_BYTES });
  }
  const shards: Uint8Array[] = [];
  for (const path of paths) shards.push(await readShard(path));
  const bytes = shards.reduce((sum, shard) => sum + shard.length, 0);
  if (bytes !== expected) throw new ShardError({ shards: paths, bytes, expected });
  return shards;
}

/** Infinite where the shape is absurd. */
function bytesOf({ shape, dtype, quantization }: ParsedWeight): number {
  return shape.reduce((product, side) => product * side, BYTES[quantization?.dtype ?? dtype]);
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
