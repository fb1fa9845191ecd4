/** What models are written for: every target of every format, one row each. Formats' packages are loaded when something is written. */
import { findByName } from "@linknet-kit/base";
import type { LabelTarget, Rewrite } from "@linknet-kit/core";
import { type OnnxTarget, onnxTargets } from "@linknet-kit/onnx/targets";
import { tfjsLabels, tfjsRewrites } from "@linknet-kit/tfjs/target";

/**
 * Kinds of files: `tfjs` is a graph model's folder with its `model.json`, `triton` one of a model repository with its `config.pbtxt`,
 * `safetensors` holds weights alone.
 */
export type ArtifactFormat = "onnx" | "tfjs" | "triton" | "safetensors";

/** Formats of files that runtimes load here. */
export type ModelFormat = Extract<ArtifactFormat, "onnx" | "tfjs">;

export interface ArtifactTarget {
  /** What users type. */
  readonly name: string;
  readonly summary: string;
  readonly format: ArtifactFormat;
  /** In turn they make of any model one that can be written node for node; a format may have more to do. */
  readonly rewrites: readonly Rewrite[];
  /** How it takes labels in place of a number a class; weights alone give neither. */
  readonly labels?: LabelTarget;
  /** Of ONNX: the opset unless another is asked for, and what the target reads of it, where that is less than can be written. */
  readonly onnx?: Pick<OnnxTarget, "defaultOpset" | "limits">;
  /** Why no model of float16 is run from it, in words. */
  readonly withoutFloat16?: string;
  /** Whether runtimes take files that are written for other targets of the format, too; unless given they do. */
  readonly ownFilesOnly?: boolean;
}

/** What one reader is or does beside what every reader of its format does. */
const ONNX_READERS: Readonly<Record<string, Pick<ArtifactTarget, "withoutFloat16" | "ownFilesOnly">>> = {
  "tensorrt-8.2": {
    withoutFloat16: "TensorRT takes float32 files, and chooses where to compute in less",
    ownFilesOnly: true,
  },
};

export const targets: readonly ArtifactTarget[] = [
  ...onnxTargets.map(({ name, summary, rewrites, labels, ...onnx }): ArtifactTarget => {
    return { name, summary, format: "onnx", rewrites, labels, onnx, ...ONNX_READERS[name] };
  }),
  {
    name: "tfjs",
    summary: "TensorFlow.js on every backend: tf.loadGraphModel",
    format: "tfjs",
    rewrites: tfjsRewrites,
    labels: tfjsLabels,
    withoutFloat16: "tfjs computes in float32, however its weights are stored",
  },
  {
    name: "triton",
    summary: "a model repository of Triton Inference Server, run by its ONNX Runtime",
    format: "triton",
    rewrites: onnxTargets[0]!.rewrites,
    labels: onnxTargets[0]!.labels,
  },
  {
    name: "safetensors",
    summary: "the weights alone, by the names that they have in training",
    format: "safetensors",
    rewrites: [],
  },
];

/** The target of a format where none is asked for: the first of its rows. */
export function usualTarget(format: ArtifactFormat): ArtifactTarget {
  return targets.find((target) => target.format === format)!;
}

/** The target of that name; an `UnknownNameError` where there is none. */
export function findTarget(name: string): ArtifactTarget {
  return findByName("target", name, targets);
}

/** What runtimes of a target load; what none here loads has none, and asking for it is a bug. */
export function modelFormatOf(target: string): ModelFormat {
  const { format } = findTarget(target);
  if (!isModelFormat(format)) throw new Error(`no runtime loads ${target}`);
  return format;
}

function isModelFormat(format: ArtifactFormat): format is ModelFormat {
  return format === "onnx" || format === "tfjs";
}

/** Every format once, in the table's order. */
export const formats: readonly ArtifactFormat[] = [...new Set(targets.map(({ format }) => format))];

/** Those of them that runtimes load. */
export const modelFormats: readonly ModelFormat[] = formats.filter(isModelFormat);
