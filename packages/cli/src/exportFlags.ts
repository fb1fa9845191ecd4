/** The flags of `linknet export`, and which of them make sense together. */
import { type ArtifactFormat, type WeightType, usualTarget } from "@linknet-kit/artifacts";
import { UsageError } from "@linknet-kit/base";
import type { OutputKind, Precision } from "@linknet-kit/core";
import type { InputFlags, NetworkFlags } from "./arguments.js";
import type { WeightFlags } from "./exportWeights.js";
import type { ForceFlag } from "./outputs.js";

/** Of ONNX files. */
export const DEFAULT_TARGET = usualTarget("onnx").name;

export interface ExportFlags extends NetworkFlags, InputFlags, WeightFlags, ForceFlag {
  readonly to: readonly ArtifactFormat[];
  readonly target: string;
  readonly opset?: number;
  readonly dynamicBatch?: boolean;
  readonly foldBatchNorm?: boolean;
  readonly dtype: Precision;
  readonly keepIoTypes: boolean;
  readonly weightType?: WeightType;
  readonly output: OutputKind;
  readonly folder: string;
  readonly json?: boolean;
}

/** In words: weights alone give nothing. */
export const RUN = "a format that is run, as --to onnx";

/** Flags that say nothing without another: taken silently, they would promise what is not done. */
export class UselessFlagError extends UsageError {
  readonly code = "USELESS_FLAG";

  constructor(data: { readonly flag: string; readonly needs: string }) {
    super(`${data.flag} does nothing without ${data.needs}`);
  }
}

/** A `UselessFlagError` where a flag is given without what it is about. */
export function checkTogether(flags: ExportFlags): void {
  const { weights, allowMissing = false, dtype, keepIoTypes, weightType, opset, dynamicBatch = false, target } = flags;
  const { foldBatchNorm = false, output } = flags;
  const writes = (format: ArtifactFormat): boolean => flags.to.includes(format);
  const onnx = { needs: "--to onnx", isMet: writes("onnx") || writes("triton") };
  const conditions = [
    { flag: "--allow-missing", isGiven: allowMissing, needs: "--weights", isMet: weights !== undefined },
    { flag: "--no-keep-io-types", isGiven: !keepIoTypes, needs: "--dtype fp16", isMet: dtype === "fp16" },
    { flag: "--no-keep-io-types", isGiven: !keepIoTypes, ...onnx },
    { flag: "--weight-type", isGiven: weightType !== undefined, needs: "--to tfjs", isMet: writes("tfjs") },
    { flag: "--target", isGiven: target !== DEFAULT_TARGET, needs: "--to onnx", isMet: writes("onnx") },
    {
      flag: "--output labels",
      isGiven: output === "labels",
      needs: RUN,
      isMet: writes("onnx") || writes("triton") || writes("tfjs"),
    },
    { flag: "--opset", isGiven: opset !== undefined, ...onnx },
    { flag: "--dynamic-batch", isGiven: dynamicBatch, needs: "--to onnx", isMet: writes("onnx") },
    // Weights alone keep the names of training; tfjs gets them folded in any case.
    { flag: "--fold-batch-norm", isGiven: foldBatchNorm && !writes("tfjs"), ...onnx },
  ];
  const useless = conditions.find(({ isGiven, isMet }) => isGiven && !isMet);
  if (useless !== undefined) throw new UselessFlagError(useless);
}
