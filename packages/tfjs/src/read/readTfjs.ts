/** Reads the files of a tfjs graph model. */
import { realpath } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { LinknetError } from "@linknet-kit/base";
import { readBytes, sizeOfFile } from "@linknet-kit/base/files";
import type { ModelArtifacts } from "../modelJson.js";
import { DamagedTfjsError, NotGraphModelError, ShardError, TfjsBudgetError, UnreadableTfjsError } from "./errors.js";
import { MAXIMUM_WEIGHT_BYTES, type TfjsOutline, parseOutline, parseTfjs } from "./parseTfjs.js";

/** A graph of a hundred thousand nodes takes less. */
const MAXIMUM_JSON_BYTES = 64 * 2 ** 20;
const SHARD = { maximumBytes: MAXIMUM_WEIGHT_BYTES };

/** Reads the `model.json` at `path`, with its shards from the same folder. Every failure is an error that says what is wrong. */
export async function readTfjs(path: string): Promise<ModelArtifacts> {
  return await parsed(path, parseTfjs, async (shard) => await readBytes(shard, SHARD));
}

/** As `readTfjs`, of each shard its length alone. */
export async function readTfjsOutline(path: string): Promise<TfjsOutline> {
  return await parsed(path, parseOutline, async (shard) => await sizeOfFile(shard, SHARD));
}

async function parsed<Model, Shard>(
  path: string,
  parse: (json: string, read: (shard: string) => Promise<Shard>) => Promise<Model>,
  read: (path: string) => Promise<Shard>,
): Promise<Model> {
  const json = await readBytes(path, { maximumBytes: MAXIMUM_JSON_BYTES });
  const folder = dirname(path);
  try {
    return await parse(new TextDecoder().decode(json), async (shard) => {
      await checkInside(folder, shard);
      return await read(join(folder, shard));
    });
  } catch (cause) {
    throw isOfModel(cause) ? new UnreadableTfjsError({ path, cause }) : cause;
  }
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
