/** A model as an ONNX file, and a second one beside it where the weights pass protobuf's limit. */
import { basename, dirname, join } from "node:path";
import { type FileToWrite, type WriteOptions, writeFilesAtomically } from "@linknet-kit/base/files";
import type { Model } from "@linknet-kit/core";
import { type EmittedModel, emitModel } from "../emit/emitModel.js";
import type { EmitOptions } from "../emit/emitOptions.js";
import { PROTOBUF_LIMIT_BYTES } from "../onnxProto.js";
import { externalChunks, modelChunks } from "./chunks.js";
import { placeExternally } from "./external.js";
import { layOut } from "./layout.js";
import { ownExternalData, ownOnnx } from "./ownFile.js";

export interface WriteOnnxOptions extends EmitOptions, WriteOptions {
  /** A file that would be larger has its weights in a second file; protobuf's own limit where it is not given. */
  readonly externalDataBytes?: number | undefined;
}

export interface WrittenOnnx {
  /** Of the model; what reads it finds the other file by itself. */
  readonly path: string;
  /** Of all files together. */
  readonly bytes: number;
  readonly files: readonly string[];
}

/**
 * Writes a model whole or not at all, drawing and holding one weight at a time. Past the limit the weights go to `<path>.data`.
 */
export async function writeOnnx(model: Model, path: string, options: WriteOnnxOptions = {}): Promise<WrittenOnnx> {
  const files = filesOf(emitModel(model, options), path, options.externalDataBytes ?? PROTOBUF_LIMIT_BYTES);
  const sizes = await writeFilesAtomically(files, options);
  return {
    path,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    files: files.map((file) => file.path).toReversed(),
  };
}

/** The model's file last, since it refers to the other. */
function filesOf(emitted: EmittedModel, path: string, limit: number): readonly FileToWrite[] {
  const whole = layOut(emitted);
  const location = `${basename(path)}.data`;
  const places = placeExternally(emitted.initializers, location);
  if (whole.bytes <= limit || places.size === 0) return [{ path, kind: ownOnnx, content: modelChunks(whole) }];
  return [
    { path: join(dirname(path), location), kind: ownExternalData(path, location), content: externalChunks(places) },
    { path, kind: ownOnnx, content: modelChunks(layOut(emitted, places)) },
  ];
}
