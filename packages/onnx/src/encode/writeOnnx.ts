/** A model as an ONNX file, and a second one beside it where the weights pass protobuf's limit. */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import {
  type FileToWrite,
  type WeightOrigin,
  type WriteOptions,
  chunksOfFile,
  hashed,
  writeFilesAtomically,
} from "@linknet-kit/base/files";
import type { Model } from "@linknet-kit/core";
import { type EmittedOnnx, emitModel } from "../emit/emitModel.js";
import type { EmitOptions } from "../emit/emitOptions.js";
import { PROTOBUF_LIMIT_BYTES } from "../onnxProto.js";
import { externalChunks, modelChunks } from "./chunks.js";
import { layOut, placeExternally } from "./layout.js";
import { dataPathOf, ownExternalData, ownOnnx } from "./ownFile.js";
import { sealLength, sealed } from "./seal.js";

export interface WriteOnnxOptions extends EmitOptions, WriteOptions {
  /** A file that would be larger has its weights in a second file; protobuf's own limit where it is not given. */
  readonly externalDataBytes?: number | undefined;
  /** Where the weights come from: they take the place of drawn ones and of their own. */
  readonly origin?: WeightOrigin | undefined;
}

export interface WrittenOnnx {
  /** Path of the model; readers find the other file by it. */
  readonly path: string;
  /** Size of all files together. */
  readonly bytes: number;
  readonly files: readonly string[];
}

/**
 * Writes a model whole or not at all, drawing and holding one weight at a time. Past the limit the weights go to `<path>.data`. The file
 * ends with a seal, by which one that is changed later is told from one that may be written anew.
 */
export async function writeOnnx(model: Model, path: string, options: WriteOnnxOptions = {}): Promise<WrittenOnnx> {
  const files = onnxFiles(model, path, options);
  const sizes = await writeFilesAtomically(files, options);
  return {
    path,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    files: files.map((file) => file.path).toReversed(),
  };
}

/** What `writeOnnx` writes, for who writes more beside it. */
export function onnxFiles(model: Model, path: string, options: WriteOnnxOptions = {}): readonly FileToWrite[] {
  return filesOf(emitModel(model, options), path, options);
}

/** Of a model that `writeOnnx` wrote elsewhere under this name, the files as they are written to `path`: nothing is computed again. */
export function placedOnnxFiles(
  made: Pick<WrittenOnnx, "path" | "files">,
  path: string,
  { origin }: Pick<WriteOnnxOptions, "origin"> = {},
): readonly FileToWrite[] {
  const data = made.files.filter((file) => file === dataPathOf(made.path));
  return [
    ...data.map((file) => ({ path: dataPathOf(path), kind: ownExternalData(path), content: chunksOfFile(file) })),
    { path, kind: ownOnnx(origin), content: chunksOfFile(made.path) },
  ];
}

/** The model's file last, since it refers to the other. */
function filesOf(
  emitted: EmittedOnnx,
  path: string,
  { externalDataBytes: limit = PROTOBUF_LIMIT_BYTES, origin }: WriteOnnxOptions,
): readonly FileToWrite[] {
  const whole = layOut(emitted);
  const dataPath = dataPathOf(path);
  const places = placeExternally(emitted.initializers, basename(dataPath));
  const hash = createHash("sha256");
  const kind = ownOnnx(origin);
  if (whole.bytes + sealLength({ origin, hasData: false }) <= limit || places.size === 0) {
    return [{ path, kind, content: sealed(modelChunks(whole), hash, { origin, hasData: false }) }];
  }
  const model = modelChunks(layOut(emitted, places));
  return [
    { path: dataPath, kind: ownExternalData(path), content: hashed(externalChunks(places), hash) },
    { path, kind, content: sealed(model, hash, { origin, hasData: true }) },
  ];
}
