/** The file `model.json`, and what tfjs's loaders make of it in memory. */
import type { GraphDef, Signature } from "./graphDef.js";

/** How values are stored: `value = scale x stored + min`, or as float16. */
export type Quantization =
  | { readonly dtype: "uint8" | "uint16"; readonly scale: number; readonly min: number }
  | { readonly dtype: "float16" };

/** Bytes of an element as it is stored. */
export const STORED_BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/** One weight; their bytes follow each other in the order of the entries. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: "float32" | "int32" | "bool";
  readonly quantization?: Quantization;
}

export interface ModelJson {
  readonly format: "graph-model";
  /** What made the graph, and what wrote the file. */
  readonly generatedBy: string;
  readonly convertedBy: string;
  readonly modelTopology: GraphDef;
  readonly signature: Signature;
  readonly userDefinedMetadata: Readonly<Record<string, unknown>>;
  readonly weightsManifest: readonly { readonly paths: readonly string[]; readonly weights: readonly WeightEntry[] }[];
}

/** What a load handler of tfjs answers: `tf.loadGraphModel({ load: async () => artifacts })`. Files of others may lack some of it. */
export interface ModelArtifacts {
  readonly format?: string;
  readonly generatedBy?: string;
  readonly convertedBy?: string | null;
  readonly modelTopology: {};
  readonly signature?: {};
  readonly userDefinedMetadata?: {};
  readonly weightSpecs: WeightEntry[];
  readonly weightData: ArrayBuffer;
}
