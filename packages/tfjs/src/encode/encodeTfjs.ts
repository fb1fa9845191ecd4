/** A model as the records and bytes of a tfjs graph model. */
import type { Model } from "@linknet-kit/core";
import { type TfjsEmitOptions, type EmittedGraphModel, emitModel } from "../emit/emitModel.js";
import type { ModelArtifacts, ModelJson, WeightEntry } from "../modelJson.js";
import { WRITER, withLayout } from "../layout.js";
import type { WeightType } from "../target.js";
import { type OnFloat16, storeWeight, storedBytes } from "./storeWeight.js";

export interface TfjsOptions extends TfjsEmitOptions {
  /** What filters are stored as; float32 where it is not given. */
  readonly weightType?: WeightType | undefined;
  /** Told of every filter that is stored as float16, under the name it is stored by. */
  readonly onFloat16?: OnFloat16;
  /** Metadata that the file keeps as it is: `model.metadata` in tfjs. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The model in memory, for `tf.loadGraphModel({ load: async () => artifacts })`. */
export function encodeTfjs(model: Model, options: TfjsOptions = {}): ModelArtifacts {
  const { layout, metadata = {} } = options;
  return encodeEmitted(emitModel(model, options), { ...options, metadata: withLayout(metadata, layout) });
}

/** Encodes a model that is emitted already, as `encodeTfjs` does. */
export function encodeEmitted(
  emitted: EmittedGraphModel,
  { weightType = "float32", onFloat16, metadata = {} }: TfjsOptions = {},
): ModelArtifacts {
  const weightData = new ArrayBuffer(totalBytes(emitted, weightType));
  const weightSpecs: WeightEntry[] = [];
  let offset = 0;
  for (const bytes of weightChunks(emitted, { weightType, onFloat16 }, weightSpecs)) {
    new Uint8Array(weightData).set(bytes, offset);
    offset += bytes.length;
  }
  return { ...describe(emitted, WRITER, metadata), weightSpecs, weightData };
}

/** `model.json`; `weights` may still be empty, and filled before it is written. */
export function modelJson(
  emitted: EmittedGraphModel,
  { writer = WRITER, metadata = {}, paths, weights }: ModelJsonOptions,
): ModelJson {
  // Weights without elements need no shard, and are weights all the same.
  const weightsManifest = emitted.weights.length === 0 ? [] : [{ paths, weights }];
  return { ...describe(emitted, writer, metadata), weightsManifest };
}

interface ModelJsonOptions {
  /** Name and version of what wrote the file. */
  readonly writer?: string;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

export function totalBytes({ weights }: EmittedGraphModel, type: WeightType): number {
  return weights.reduce((sum, weight) => sum + storedBytes(weight, type), 0);
}

/** The bytes of one weight after the other, each drawn when its turn comes; its entry is added to `entries` with it. */
export function* weightChunks(
  { weights }: EmittedGraphModel,
  { weightType, onFloat16 }: { readonly weightType: WeightType; readonly onFloat16: OnFloat16 },
  entries: WeightEntry[],
): Iterable<Uint8Array> {
  for (const weight of weights) {
    const { entry, bytes } = storeWeight(weight, weightType, onFloat16);
    entries.push(entry);
    yield bytes;
  }
}

function describe(
  { modelTopology, signature }: EmittedGraphModel,
  writer: string,
  userDefinedMetadata: Readonly<Record<string, unknown>>,
) {
  return {
    format: "graph-model",
    generatedBy: writer,
    convertedBy: writer,
    modelTopology,
    signature,
    userDefinedMetadata,
  } as const;
}
