/** A model as the files of a tfjs graph model: `model.json` and its shards, which `tf.loadGraphModel` loads from a folder or a server. */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import {
  type FileToWrite,
  type WeightOrigin,
  type WriteOptions,
  chunksOfFile,
  hashed,
  writeFilesAtomically,
} from "@linknet-kit/base/files";
import type { Model } from "@linknet-kit/core";
import { emitModel } from "../emit/emitModel.js";
import type { WeightEntry } from "../modelJson.js";
import { earlierShards, ownShard, removeShards } from "./earlierShards.js";
import { WRITER, withLayout } from "../layout.js";
import { type TfjsOptions, modelJson, totalBytes, weightChunks } from "./encodeTfjs.js";
import { ownGraphModel, sealed, unsealed } from "./seal.js";
import { SHARD_BYTES, shardContents, shardNames } from "./shards.js";

const { version } = createRequire(import.meta.url)("../../package.json") as { readonly version: string };

export interface WriteTfjsOptions extends TfjsOptions, Omit<WriteOptions, "makeFolders"> {
  /** The largest size of a shard; 4 MiB where it is not given. */
  readonly shardBytes?: number | undefined;
  /** Where the weights come from: they take the place of drawn ones and of their own. */
  readonly origin?: WeightOrigin | undefined;
}

export interface WrittenTfjs {
  /** Path of `model.json`; readers find the shards by it. */
  readonly path: string;
  /** Size of all files together. */
  readonly bytes: number;
  readonly files: readonly string[];
}

/**
 * Writes a model into a folder, which is made where it is missing, whole or not at all, drawing and holding one weight at a time. Shards of
 * the model that was written there before and that this one does not have go with it.
 */
export async function writeTfjs(
  model: Model,
  folder: string,
  {
    weightType = "float32",
    onFloat16,
    onRewrite,
    onNode,
    layout,
    metadata = {},
    shardBytes = SHARD_BYTES,
    origin,
    ...options
  }: WriteTfjsOptions = {},
): Promise<WrittenTfjs> {
  const emitted = emitModel(model, { layout, onRewrite, onNode });
  const bytes = totalBytes(emitted, weightType);
  const weights: WeightEntry[] = [];
  const names = shardNames(bytes, shardBytes);
  const hash = createHash("sha256");
  const chunks = hashed(weightChunks(emitted, { weightType, onFloat16 }, weights), hash);
  const contents = shardContents(chunks, { bytes, shardBytes });
  const path = join(folder, "model.json");
  // Scales are known once the weights are written, so that the model comes last.
  function* json(): Iterable<Uint8Array> {
    // What has no elements is in no shard, and may be left.
    for (const { length } of chunks) if (length > 0) throw new Error("there are more bytes than were announced");
    const about = { writer: `${WRITER} ${version}`, metadata: unsealed(withLayout(metadata, layout), origin) };
    yield Buffer.from(sealed(modelJson(emitted, { ...about, paths: names, weights }), hash));
  }
  const files = [
    ...names.map((name, index) => ({ path: join(folder, name), kind: ownShard(path), content: contents[index]! })),
    { path, kind: ownGraphModel(origin), content: json() },
  ];
  return await writeAll(files, options);
}

/** Writes what `writeTfjs` wrote elsewhere into a folder, as that does: nothing is computed again. */
export async function placeTfjs(
  made: WrittenTfjs,
  folder: string,
  { origin, ...options }: Pick<WriteTfjsOptions, "origin"> & WriteOptions = {},
): Promise<WrittenTfjs> {
  const path = join(folder, basename(made.path));
  const shards = made.files.filter((file) => file !== made.path);
  const files = [
    ...shards.map((shard) => ({
      path: join(folder, basename(shard)),
      kind: ownShard(path),
      content: chunksOfFile(shard),
    })),
    { path, kind: ownGraphModel(origin), content: chunksOfFile(made.path) },
  ];
  return await writeAll(files, options);
}

/** The last is the `model.json`, which names the others. */
async function writeAll(files: readonly FileToWrite[], options: WriteOptions): Promise<WrittenTfjs> {
  const { path } = files.at(-1)!;
  const names = files.map((file) => basename(file.path));
  const earlier = await earlierShards(path);
  const sizes = await writeFilesAtomically(files, { ...options, makeFolders: true });
  await removeShards(
    dirname(path),
    earlier.filter((name) => !names.includes(name)),
  );
  return {
    path,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    files: [path, ...files.slice(0, -1).map((file) => file.path)],
  };
}
