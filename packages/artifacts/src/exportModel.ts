/** What `linknet export` writes, one row a format. A format's package is loaded when it is written. */
import { dirname, join } from "node:path";
import type { FileKind, WeightOrigin, WriteOptions } from "@linknet-kit/base/files";
import type { Float16Conversion, Model, OnRewrite } from "@linknet-kit/core";
import { classNames } from "@linknet-kit/models";
import type { WeightType } from "@linknet-kit/tfjs";
import { VERSION } from "./version.js";

export interface ExportJob {
  readonly network: string;
  readonly size: { readonly width: number; readonly height: number };
  /** As it is to run: batch norms folded where that is asked for, in the data type that is asked for. */
  readonly model: () => Model;
  /** The same without folding, so that its weights have the names they have in training. */
  readonly unfolded: () => Model;
  /** In float32 and unfolded, for formats that round and fold by themselves. */
  readonly exact: () => Model;
  /** What a format stores weights as that computes in float32 all the same. */
  readonly weightType: WeightType;
  /** Told of every weight that is rounded to float16, in a model or by a format. */
  readonly onFloat16: (conversion: Float16Conversion) => void;
  /** Told what each rewrite changes, of a model that is asked for and of a format. */
  readonly onRewrite: OnRewrite | undefined;
  /** `fp16` and the like, as file names tell them apart; empty for what is usual. */
  readonly variant: readonly string[];
  readonly target: string;
  readonly opset?: number | undefined;
  readonly dynamicBatch: boolean;
  readonly folder: string;
  /** Of the weights. */
  readonly origin: WeightOrigin;
  readonly rule: WriteOptions;
}

interface WrittenArtifact {
  /** What a runtime is given. */
  readonly path: string;
  /** Of all files together. */
  readonly bytes: number;
  readonly files: readonly string[];
}

export interface ExportFormat {
  readonly name: string;
  readonly pathOf: (job: ExportJob) => string;
  /** Of the file at that path. */
  readonly kindOf: (job: ExportJob) => Promise<FileKind>;
  readonly write: (job: ExportJob, path: string) => Promise<WrittenArtifact>;
}

export const exportFormats: readonly ExportFormat[] = [
  {
    name: "onnx",
    pathOf: (job) => join(job.folder, `${sizedName(job)}.onnx`),
    kindOf: async ({ origin }) => (await import("@linknet-kit/onnx")).ownOnnx(origin),
    write: async ({ model, target, opset, dynamicBatch, onRewrite, origin, rule }, path) => {
      const { writeOnnx } = await import("@linknet-kit/onnx");
      return await writeOnnx(model(), path, { target, opset, dynamicBatch, onRewrite, origin, ...rule });
    },
  },
  {
    // Weights are the same for every size of the image, and for every target.
    name: "safetensors",
    pathOf: ({ folder, network, variant }) => join(folder, `${[network, ...variant].join("-")}.safetensors`),
    kindOf: async ({ origin }) => (await import("@linknet-kit/weights")).ownSafetensors(origin),
    write: async ({ unfolded, network, origin, rule }, path) => {
      const { writeSafetensors } = await import("@linknet-kit/weights");
      const metadata = { format: "linknet-kit", network };
      return await writeSafetensors(unfolded(), path, { metadata, origin, ...rule });
    },
  },
  {
    name: "tfjs",
    pathOf: (job) => join(job.folder, tfjsName(job), "model.json"),
    kindOf: async ({ origin }) => (await import("@linknet-kit/tfjs")).ownGraphModel(origin),
    write: async ({ exact, network, size, weightType, onFloat16, onRewrite, origin, rule }, path) => {
      const { writeTfjs } = await import("@linknet-kit/tfjs");
      const model = exact();
      const [, classes = 0] = model.graph.outputs[0]!.type.shape;
      const metadata = { network, size, classNames: classNames(classes), version: VERSION };
      return await writeTfjs(model, dirname(path), { weightType, onFloat16, onRewrite, metadata, origin, ...rule });
    },
  },
];

/** `linknet-640x360-uint8`, called after how it is stored. */
function tfjsName({ network, size, weightType }: ExportJob): string {
  const suffixes = { float32: [], float16: ["fp16"], uint8: ["uint8"], uint16: ["uint16"] };
  return [network, ...sizeWords(size), ...suffixes[weightType]].join("-");
}

/** `linknet-640x360-fp16-tensorrt-8.2`; nothing is said of ONNX Runtime. */
function sizedName({ network, size, variant, target }: ExportJob): string {
  const forTarget = target === "onnxruntime" ? [] : [target];
  return [network, ...sizeWords(size), ...variant, ...forTarget].join("-");
}

/** Nothing of a model whose first input is no image. */
function sizeWords({ width, height }: ExportJob["size"]): readonly string[] {
  return width === 0 ? [] : [`${width}x${height}`];
}
