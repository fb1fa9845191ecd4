/** The files that runtimes load, made from models when they are first needed. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { artifactFiles, artifactPath, filesBeside, findTarget, writeArtifact } from "@linknet-kit/artifacts";
import { LinknetError } from "@linknet-kit/base";
import {
  type GraphCost,
  type Model,
  type Precision,
  USUAL_PRECISION,
  countCost,
  toFloat16,
  toFloat32,
} from "@linknet-kit/core";
import { type Cell, type ImageSize, modelKey } from "@linknet-kit/results";
import { type Artifact, type ModelFile, type Runtime, requireMemory } from "@linknet-kit/runtimes";
import { HALF_TOLERANCE, TOLERANCE, passesPositions } from "@linknet-kit/runtimes/measure";

/** What a suite asks its caller for. */
export interface ModelRequest {
  readonly network: string;
  readonly size: ImageSize;
  /** Images at once. */
  readonly batch: number;
}

/** What is measured: a network's graph, or a user's file as it is. */
export type MeasuredModel = Model | ModelFile;

/** Builds a network with the same weights at every size. What it throws ends the suite, before the first measurement. */
export type ModelOf = (request: ModelRequest) => MeasuredModel | Promise<MeasuredModel>;

export interface PreparedArtifact extends Artifact {
  readonly subject: MeasuredModel;
  /** Absent where the ops here do not express a file. */
  readonly model?: Model;
  /** What an evaluator has to do. Absent as `model` is. */
  readonly cost?: GraphCost;
  readonly passesPositions: boolean;
  /** Relative to the largest absolute value of an output. */
  readonly tolerance: number;
  readonly bytes: number;
  /** Of all its files, in hexadecimal. */
  readonly sha256: string;
}

/** In which of its forms a model is measured: for which target it is written, and in what numbers. */
export interface Variant {
  /** The name of one of the targets of `@linknet-kit/artifacts`. */
  readonly target: string;
  /** One of `PRECISIONS`. */
  readonly dtype: string;
}

/** What a cell runs. */
export function variantOf(
  { dtype = USUAL_PRECISION }: Pick<Cell, "dtype">,
  { target }: Pick<Runtime, "target">,
): Variant {
  return { target, dtype };
}

/** A runtime loads files of another format than the model's, and it cannot be written in that one. */
class NoArtifactError extends LinknetError {
  readonly code = "NO_ARTIFACT";

  constructor(data: { path: string; target: string; reason: string }) {
    super(`${data.path} is not loaded here, and cannot be written for ${data.target}: ${data.reason}`, {
      hint: "choose other runtimes with --runtimes",
    });
  }
}

export function isFile(subject: MeasuredModel): subject is ModelFile {
  return "format" in subject;
}

/** Why networks in float16 are not run by a runtime, in words; `undefined` where they are. */
export function whyNoFloat16({
  target,
  withoutFloat16,
}: Pick<Runtime, "target" | "withoutFloat16">): string | undefined {
  return findTarget(target).withoutFloat16 ?? withoutFloat16;
}

/** In what numbers a runtime runs a file: its own, or in float32 where the runtime has nothing narrower. */
export function precisionOf({ isHalf }: ModelFile, runtime: Pick<Runtime, "target" | "withoutFloat16">): Precision {
  return isHalf && whyNoFloat16(runtime) === undefined ? "fp16" : USUAL_PRECISION;
}

/**
 * Whether the variant is the file as it is. It is none where runtimes of the target take their own files only, nor where a file of float16 is
 * wanted in float32, which graph models of tfjs are in any case once they are loaded.
 */
export function isVariantOf({ format, isHalf }: ModelFile, { target, dtype }: Variant): boolean {
  const { format: own, ownFilesOnly } = findTarget(target);
  const isWidened = format === "onnx" && isHalf && dtype === USUAL_PRECISION;
  return format === own && ownFilesOnly !== true && !isWidened;
}

/** Artifacts in a folder of the suite; kept until `clear`, as the cells that share one stand together. */
export class Artifacts {
  readonly #folder: string;
  readonly #modelOf: ModelOf;
  readonly #signal: AbortSignal | undefined;
  readonly #prepared = new Map<string, PreparedArtifact>();
  readonly #subjects = new Map<string, MeasuredModel>();

  constructor({ folder, modelOf, signal }: { folder: string; modelOf: ModelOf; signal: AbortSignal | undefined }) {
    this.#folder = folder;
    this.#modelOf = modelOf;
    this.#signal = signal;
  }

  /** What is measured, built once until `clear`. */
  async subjectOf(request: ModelRequest): Promise<MeasuredModel> {
    const key = modelKey(request);
    const subject = this.#subjects.get(key) ?? (await this.#modelOf(request));
    this.#subjects.set(key, subject);
    return subject;
  }

  /** The model in one of its variants; a `NoArtifactError` where a file cannot be had in it. */
  async get(request: ModelRequest, variant: Variant): Promise<PreparedArtifact> {
    const { target, dtype } = variant;
    const key = `${target} ${dtype} ${modelKey(request)}`;
    const known = this.#prepared.get(key);
    if (known !== undefined) return known;
    const subject = await this.subjectOf(request);
    const prepared = isFile(subject)
      ? await this.#ofFile(subject, variant)
      : await this.#write(subject, dtype === "fp16" ? toFloat16().run(subject) : subject, target);
    this.#prepared.set(key, prepared);
    return prepared;
  }

  /** The file itself where it is the variant. */
  async #ofFile(file: ModelFile, variant: Variant): Promise<PreparedArtifact> {
    if (!isVariantOf(file, variant)) {
      const { target, dtype } = variant;
      const { path, model, unknown = "it has no graph" } = file;
      if (model === undefined) throw new NoArtifactError({ path, target, reason: unknown });
      return await this.#write(file, dtype === USUAL_PRECISION ? toFloat32.run(model) : model, target);
    }
    const { file: path, inputs, outputs, externalData, model } = file;
    const files = await filesOf(file);
    const sizes = await Promise.all(files.map(async (each) => (await stat(each)).size));
    return {
      subject: file,
      path,
      inputs,
      outputs,
      ...(externalData === undefined ? {} : { externalData }),
      ...(model === undefined ? {} : { model, cost: countCost(model.graph) }),
      ...checkOf(file),
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      sha256: await hashFiles(files),
    };
  }

  async #write(subject: MeasuredModel, model: Model, target: string): Promise<PreparedArtifact> {
    requireMemory(model.graph.name, model.graph);
    const { format } = findTarget(target);
    const folder = join(this.#folder, target, String(this.#prepared.size));
    await mkdir(folder, { recursive: true });
    const place = artifactPath(folder, format, "model");
    const written = await writeArtifact(model, place, { target, signal: this.#signal });
    const { path, bytes, files } = written;
    const beside = format === "onnx" ? filesBeside(written) : [];
    const { inputs, outputs } = model.graph;
    return {
      subject,
      model,
      path,
      inputs,
      outputs,
      ...(beside.length === 0 ? {} : { externalData: { folder, files: beside } }),
      cost: countCost(model.graph),
      ...checkOf(subject, model !== subject && !isFile(subject)),
      bytes,
      sha256: await hashFiles(files),
    };
  }

  /** Removes all files. */
  async clear(): Promise<void> {
    this.#prepared.clear();
    this.#subjects.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function checkOf(subject: MeasuredModel, isHalved = false): Pick<PreparedArtifact, "passesPositions" | "tolerance"> {
  if (isFile(subject)) {
    return { passesPositions: subject.passesPositions, tolerance: subject.isHalf ? HALF_TOLERANCE : TOLERANCE };
  }
  return { passesPositions: passesPositions(subject.graph), tolerance: isHalved ? HALF_TOLERANCE : TOLERANCE };
}

/** Of a whole model in its files, in hexadecimal. */
export async function hashModelFile(file: ModelFile): Promise<string> {
  return await hashFiles(await filesOf(file));
}

/** All that a model consists of, shards and other files with its weights included. */
async function filesOf({ file, format, externalData }: ModelFile): Promise<readonly string[]> {
  if (format === "onnx") return [file, ...(externalData?.files ?? []).map((each) => join(dirname(file), each))];
  return await artifactFiles(file, format);
}

async function hashFiles(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
