/** Models as files, whatever their format. */
import { basename, dirname, join } from "node:path";
import type { FileKind, WeightOrigin, WriteOptions } from "@linknet-kit/base/files";
import { type Float16Conversion, type Model, type OnRewrite, rewriteModel, toFloat32 } from "@linknet-kit/core";
import type { WeightType } from "@linknet-kit/tfjs/target";
import { type Float16Losses, float16Losses } from "./float16Losses.js";
import { type ArtifactFormat, findTarget } from "./targets.js";

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
  /** Told what each rewrite for the target changes. */
  readonly onRewrite?: OnRewrite | undefined;
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
}

/** Where an artifact of that name lies in a folder: a file, or for tfjs the `model.json` of a folder of its own. */
export function artifactPath(folder: string, format: ArtifactFormat, name: string): string {
  return format === "tfjs" ? join(folder, name, "model.json") : join(folder, `${name}.${format}`);
}

/** The kind of file that an artifact of this format and origin may replace. */
export async function artifactKind(format: ArtifactFormat, origin: WeightOrigin): Promise<FileKind> {
  if (format === "onnx") return (await import("@linknet-kit/onnx")).ownOnnx(origin);
  if (format === "tfjs") return (await import("@linknet-kit/tfjs")).ownGraphModel(origin);
  return (await import("@linknet-kit/weights")).ownSafetensors(origin);
}

/**
 * Writes a model for a target, whole or not at all, drawing and holding one weight at a time. What the target cannot read is an error; a
 * model of float16 is written for tfjs in float32, which it computes in.
 */
export async function writeArtifact(model: Model, path: string, options: ArtifactOptions): Promise<WrittenArtifact> {
  const { target, opset, dynamicBatch, weightType, onRewrite, metadata, ...rule } = options;
  const { format } = findTarget(target);
  if (format === "onnx") {
    const { writeOnnx } = await import("@linknet-kit/onnx");
    return await writeOnnx(model, path, { target, opset, dynamicBatch, onRewrite, ...rule });
  }
  if (format === "safetensors") {
    const { writeSafetensors } = await import("@linknet-kit/weights");
    const texts = Object.entries(metadata ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
    return await writeSafetensors(model, path, { metadata: Object.fromEntries(texts), ...rule });
  }
  const { writeTfjs } = await import("@linknet-kit/tfjs");
  const conversions: Float16Conversion[] = [];
  const onFloat16 = (conversion: Float16Conversion): void => void conversions.push(conversion);
  const single = rewriteModel(model, [toFloat32], onRewrite);
  const written = await writeTfjs(single, dirname(path), { weightType, onFloat16, onRewrite, metadata, ...rule });
  const losses = float16Losses(conversions);
  return { ...written, ...(losses && { float16: losses }) };
}

/** Names of the files beside the one that a runtime is given, which must be copied with it. */
export function filesBeside({ path, files }: WrittenArtifact): readonly string[] {
  return files.filter((file) => file !== path).map((file) => basename(file));
}
