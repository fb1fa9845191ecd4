/** A model in several formats at once, as an export asks for it: which form of the model each format takes, and what its file is called. */
import type { FileKind, WeightOrigin, WriteOptions } from "@linknet-kit/base/files";
import filenamify from "filenamify/browser";
import {
  type Float16Conversion,
  type ImageLayout,
  type Model,
  type OnNode,
  type OnRewrite,
  type OutputKind,
  type Precision,
  type Rewrite,
  USUAL_PRECISION,
  foldIntoConvolutions,
  imageSizeOf,
  labelRewrites,
  rewriteModel,
  toFloat16,
} from "@linknet-kit/core";
import type { WeightType } from "@linknet-kit/tfjs/target";
import { float16Losses } from "./float16Losses.js";
import { type ArtifactFormat, type ArtifactTarget, findTarget, usualTarget } from "./targets.js";
import { type WrittenArtifact, artifactKind, artifactPath, writeArtifact } from "./writeArtifact.js";

export interface ExportChoices {
  readonly formats: readonly ArtifactFormat[];
  /** What files are called after. */
  readonly network: string;
  readonly folder: string;
  /** Of weights and activations, and of inputs and outputs too unless they are kept. */
  readonly dtype: Precision;
  /** Whether inputs and outputs stay float32. */
  readonly keepIoTypes: boolean;
  readonly foldBatchNorm: boolean;
  /** Labels take the place of every number a class that the model gives; logits unless told. */
  readonly output?: OutputKind | undefined;
  /** Of ONNX: the name of a target, and how it is written for it. */
  readonly target: string;
  readonly opset?: number | undefined;
  readonly dynamicBatch: boolean;
  /** Of tfjs: what filters are stored as; unless given, what `dtype` says. */
  readonly weightType?: WeightType | undefined;
  /** Of tfjs: how its inputs and outputs have images. */
  readonly layout?: ImageLayout | undefined;
  /** Of Triton: images that are joined to one run at most. */
  readonly maxBatch?: number | undefined;
  readonly metadata: Readonly<Partial<Record<ArtifactFormat, Readonly<Record<string, unknown>>>>>;
  /** Of the weights. */
  readonly origin: WeightOrigin;
  readonly rule: WriteOptions;
}

/** An artifact that is about to be written: nothing is looked at or drawn before that. */
export interface PlannedArtifact {
  readonly format: ArtifactFormat;
  /** The target that it is written for. */
  readonly target: string;
  readonly path: string;
  /** Of the file at that path. */
  readonly kind: FileKind;
  readonly write: (telling?: Telling) => Promise<WrittenArtifact>;
}

/** Who is told of what happens while an artifact is written. */
export interface Telling {
  /** Of what each rewrite changes on the way. */
  readonly onRewrite?: OnRewrite | undefined;
  /** Of each node that is written. */
  readonly onNode?: OnNode | undefined;
}

/** One artifact a format. What weights lose in float16 is told of each as it is written. */
export async function planExport(model: Model, choices: ExportChoices): Promise<readonly PlannedArtifact[]> {
  return await Promise.all(choices.formats.map(async (format) => await planFormat(model, format, choices)));
}

async function planFormat(model: Model, format: ArtifactFormat, choices: ExportChoices): Promise<PlannedArtifact> {
  const { folder, opset, dynamicBatch, layout, maxBatch, metadata, origin, rule } = choices;
  const path = artifactPath(folder, format, nameOf(model, format, choices));
  const target = findTarget(format === "onnx" ? choices.target : usualTarget(format).name);
  const weightType = weightTypeOf(choices);
  const own = { opset, dynamicBatch, weightType, layout, maxBatch, metadata: metadata[format] };
  const options = { target: target.name, ...own, origin, ...rule };
  const write = async ({ onRewrite, onNode }: Telling = {}): Promise<WrittenArtifact> => {
    const conversions: Float16Conversion[] = [];
    const onConvert = (conversion: Float16Conversion): void => void conversions.push(conversion);
    const rewrites = [...rewritesOf(format, choices, onConvert), ...outputRewrites(target, choices)];
    const written = await writeArtifact(rewriteModel(model, rewrites, onRewrite), path, {
      ...options,
      onRewrite,
      onNode,
    });
    const losses = float16Losses(conversions);
    return { ...written, ...(losses && { float16: losses }) };
  };
  return { format, target: target.name, path, kind: await artifactKind(format, origin), write };
}

/** tfjs folds and rounds by itself; in safetensors weights have the names they have in training, which folding takes from them. */
function rewritesOf(
  format: ArtifactFormat,
  { foldBatchNorm, dtype, keepIoTypes }: ExportChoices,
  onConvert: (conversion: Float16Conversion) => void,
): readonly Rewrite[] {
  if (format === "tfjs") return [];
  return [
    ...(foldBatchNorm && format !== "safetensors" ? [foldIntoConvolutions] : []),
    ...(dtype === "fp16" ? [toFloat16({ keepIoTypes, onConvert })] : []),
  ];
}

/** Behind the others: what becomes of numbers of 16 bits is compared in 32. */
function outputRewrites({ labels }: ArtifactTarget, { output }: ExportChoices): readonly Rewrite[] {
  return output === "labels" && labels !== undefined ? labelRewrites(labels) : [];
}

/** `linknet-640x360-fp16-labels-tensorrt-8.2`: what is usual is not said; weights are the same for every image size and target. */
function nameOf({ graph }: Model, format: ArtifactFormat, choices: ExportChoices): string {
  const { dtype, target } = choices;
  const network = inOneFolder(choices.network);
  const variant = dtype === USUAL_PRECISION ? [] : [dtype];
  if (format === "safetensors") return [network, ...variant].join("-");
  const { width, height } = imageSizeOf(graph);
  const output = choices.output === "labels" ? [choices.output] : [];
  // Nothing of a model whose first input is no image.
  const size = width === 0 ? [] : [`${width}x${height}`];
  if (format === "tfjs") {
    const suffixes = { float32: [], float16: ["fp16"], uint8: ["uint8"], uint16: ["uint16"] };
    return [network, ...size, ...suffixes[weightTypeOf(choices)], ...output].join("-");
  }
  return [network, ...size, ...variant, ...output, ...(target === usualTarget(format).name ? [] : [target])].join("-");
}

/** A name that may come from anyone's file as one that a file can have in whatever folder it is written to. */
export function inOneFolder(name: string): string {
  const safe = filenamify(name, { replacement: "-" }).normalize("NFC");
  return safe.replace(/^[-.\s]+/, "") || "model";
}

function weightTypeOf({ weightType, dtype }: ExportChoices): WeightType {
  return weightType ?? (dtype === "fp16" ? "float16" : "float32");
}
