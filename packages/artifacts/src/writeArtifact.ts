/** Models as files, whatever their format. */
import { basename, dirname, join } from "node:path";
import type { FileKind, WeightOrigin, WriteOptions } from "@linknet-kit/base/files";
import {
  type Float16Conversion,
  type ImageLayout,
  type Model,
  type OnNode,
  type OnRewrite,
  rewriteModel,
  toFloat32,
} from "@linknet-kit/core";
import type { WeightType } from "@linknet-kit/tfjs/target";
import { type Float16Losses, float16Losses } from "./float16Losses.js";
import { type ArtifactFormat, findTarget, usualTarget } from "./targets.js";

export interface ArtifactOptions extends WriteOptions {
  /** The name of one of `targets`. */
  readonly target: string;
  /** Of the weights: they take the place of drawn ones and of their own. */
  readonly origin?: WeightOrigin | undefined;
  /** Of ONNX, from 11 to 21; the target's own unless given. */
  readonly opset?: number | undefined;
  /** Of ONNX: lets the file run any batch. */
  readonly dynamicBatch?: boolean | undefined;
  /** Of tfjs: what filters are stored as; float32 unless given. */
  readonly weightType?: WeightType | undefined;
  /** Of tfjs: the order of axes in which its inputs and outputs have images; N x H x W x C unless given. */
  readonly layout?: ImageLayout | undefined;
  /** Of Triton: images that are joined to one run at most; 8 unless given. */
  readonly maxBatch?: number | undefined;
  /** Told what each rewrite for the target changes. */
  readonly onRewrite?: OnRewrite | undefined;
  /** Told of each node that is written; weights alone have none. */
  readonly onNode?: OnNode | undefined;
  /** Kept in the file, for formats that have a place for it. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface WrittenArtifact {
  /** What a runtime is given; it finds the other files by itself. */
  readonly path: string;
  /** Of all files together. */
  readonly bytes: number;
  readonly files: readonly string[];
  /** What weights lost that the format stored as float16. */
  readonly float16?: Float16Losses;
  /** Of Triton: images that are joined to one run at most; 0 where the model takes its own batch alone. */
  readonly maxBatch?: number;
  /** Why it does, in words. */
  readonly fixedBatch?: string;
}

/** As many as an image model is usually served. */
const MAX_BATCH = 8;

/** Where an artifact of that name lies in a folder: a file, or for tfjs and Triton the file of a folder of its own that names the others. */
export function artifactPath(folder: string, format: ArtifactFormat, name: string): string {
  if (format === "tfjs") return join(folder, name, "model.json");
  if (format === "triton") return join(folder, name, "config.pbtxt");
  return join(folder, `${name}.${format}`);
}

/** The kind of file that an artifact of this format and origin may replace. */
export async function artifactKind(format: ArtifactFormat, origin: WeightOrigin): Promise<FileKind> {
  if (format === "onnx") return (await import("@linknet-kit/onnx")).ownOnnx(origin);
  if (format === "tfjs") return (await import("@linknet-kit/tfjs")).ownGraphModel(origin);
  if (format === "triton") return (await import("./triton/writeTriton.js")).tritonConfig.kind;
  return (await import("@linknet-kit/weights")).ownSafetensors(origin);
}

/**
 * Writes a model for a target, whole or not at all, drawing and holding one weight at a time. What the target cannot read is an error; a
 * model of float16 is written for tfjs in float32, which it computes in.
 */
export async function writeArtifact(model: Model, path: string, options: ArtifactOptions): Promise<WrittenArtifact> {
  const { target, opset, dynamicBatch, weightType, layout, maxBatch = MAX_BATCH, metadata, ...rest } = options;
  const { format } = findTarget(target);
  if (format === "onnx") {
    const { writeOnnx } = await import("@linknet-kit/onnx");
    return await writeOnnx(model, path, { target, opset, dynamicBatch, ...rest });
  }
  if (format === "triton") {
    const { writeTriton } = await import("./triton/writeTriton.js");
    return await writeTriton(model, path, { target: usualTarget("onnx").name, opset, maxBatch, ...rest });
  }
  if (format === "safetensors") {
    const { writeSafetensors } = await import("@linknet-kit/weights");
    const texts = Object.entries(metadata ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return await writeSafetensors(model, path, { metadata: Object.fromEntries(texts), ...rest });
  }
  const { writeTfjs } = await import("@linknet-kit/tfjs");
  const conversions: Float16Conversion[] = [];
  const onFloat16 = (conversion: Float16Conversion): void => void conversions.push(conversion);
  const single = rewriteModel(model, [toFloat32], rest.onRewrite);
  const written = await writeTfjs(single, dirname(path), { weightType, layout, onFloat16, metadata, ...rest });
  const losses = float16Losses(conversions);
  return { ...written, ...(losses && { float16: losses }) };
}

/** Names of the files beside the one that a runtime is given, which must be copied with it. */
export function filesBeside({ path, files }: WrittenArtifact): readonly string[] {
  return files.filter((file) => file !== path).map((file) => basename(file));
}
