/** The files that runtimes load, made from models when they are first needed. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Model, countCost } from "@linknet-kit/core";
import { writeOnnx } from "@linknet-kit/onnx";
import { writeTfjs } from "@linknet-kit/tfjs";
import { artifactKey } from "../cell.js";
import type { Artifact } from "../child/protocol.js";
import type { Size } from "../result/schema.js";
import type { ArtifactFormat } from "../runtimes/runtime.js";

/** What a suite asks its caller for. */
export interface ModelRequest {
  readonly network: string;
  readonly size: Size;
  /** Images at once. */
  readonly batch: number;
}

/** Builds a network with the same weights at every size. What it throws ends the suite, before the first measurement. */
export type ModelOf = (request: ModelRequest) => Model | Promise<Model>;

export interface PreparedArtifact extends Artifact {
  readonly model: Model;
  readonly macs: number;
  readonly bytes: number;
  /** Of all its files, in hexadecimal. */
  readonly sha256: string;
}

interface Written {
  readonly path: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

type Writer = (model: Model, folder: string, signal: AbortSignal | undefined) => Promise<Written>;

const onnxFor =
  (target: string): Writer =>
  (model, folder, signal) =>
    writeOnnx(model, join(folder, "model.onnx"), { target, signal });

const writers: Readonly<Record<ArtifactFormat, Writer>> = {
  onnx: onnxFor("onnxruntime"),
  "tensorrt-8.2": onnxFor("tensorrt-8.2"),
  tfjs: (model, folder, signal) => writeTfjs(model, folder, { signal }),
};

/** Artifacts in a folder of the suite; kept until `clear`, as the cells that share one stand together. */
export class Artifacts {
  readonly #folder: string;
  readonly #modelOf: ModelOf;
  readonly #signal: AbortSignal | undefined;
  readonly #prepared = new Map<string, PreparedArtifact>();

  constructor({ folder, modelOf, signal }: { folder: string; modelOf: ModelOf; signal: AbortSignal | undefined }) {
    this.#folder = folder;
    this.#modelOf = modelOf;
    this.#signal = signal;
  }

  async get(request: ModelRequest, format: ArtifactFormat): Promise<PreparedArtifact> {
    const key = `${format} ${artifactKey(request)}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) return known;
    const model = await this.#modelOf(request);
    const folder = join(this.#folder, format, String(this.#prepared.size));
    await mkdir(folder, { recursive: true });
    const { path, bytes, files } = await writers[format](model, folder, this.#signal);
    const { inputs, outputs } = model.graph;
    const { macs } = countCost(model.graph);
    const prepared = { model, path, inputs, outputs, macs, bytes, sha256: await hashFiles(files) };
    this.#prepared.set(key, prepared);
    return prepared;
  }

  /** Removes all files. */
  async clear(): Promise<void> {
    this.#prepared.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
