/** Reads the files of a tfjs graph model. */
import { realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { LinknetError } from "@linknet-kit/base";
import { readBytes } from "@linknet-kit/base/files";
import type { ModelArtifacts } from "../modelJson.js";
import { DamagedTfjsError, NotGraphModelError, ShardError, TfjsBudgetError, UnreadableTfjsError } from "./errors.js";
import { MAXIMUM_WEIGHT_BYTES, parseTfjs } from "./parseTfjs.js";

/** A graph of a hundred thousand nodes takes less. */
const MAXIMUM_JSON_BYTES = 64 * 2 ** 20;

/** Reads the `model.json` at `path`, with its shards from the same folder. Every failure is an error that says what is wrong. */
export async function readTfjs(path: string): Promise<ModelArtifacts> {
  const json = await readBytes(path, { maximumBytes: MAXIMUM_JSON_BYTES });
  try {
    return await parseTfjs(new TextDecoder().decode(json), async (shard) => await readShard(dirname(path), shard));
  } catch (cause) {
    throw isOfModel(cause) ? new UnreadableTfjsError({ path, cause }) : cause;
  }
}

async function readShard(folder: string, shard: string): Promise<Uint8Array> {
  await checkInside(folder, shard);
  return await readBytes(join(folder, shard), { maximumBytes: MAXIMUM_WEIGHT_BYTES });
}

/** What says nothing of where the model is; errors of files do. */
function isOfModel(error: unknown): error is LinknetError {
  return [DamagedTfjsError, NotGraphModelError, ShardError, TfjsBudgetError].some((known) => error instanceof known);
}

/** No link may lead out of the folder either; what is not there at all is told when it is read. */
async function checkInside(folder: string, shard: string): Promise<void> {
  const [root, target] = await Promise.all([realpath(folder), realpath(join(folder, shard)).catch(() => undefined)]);
  if (target !== undefined && !target.startsWith(root + sep)) {
    throw new DamagedTfjsError({ problem: `the shard "${shard}" is a link out of the folder of the model` });
  }
}
