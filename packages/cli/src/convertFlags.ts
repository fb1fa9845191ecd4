/** Which artifacts the flags of `linknet convert` ask for, and which flags make sense with them. */
import { type ArtifactFormat, findTarget, usualTarget } from "@linknet-kit/artifacts";
import type { OutputKind } from "@linknet-kit/core";
import { RUN, UselessFlagError } from "./exportFlags.js";

export interface WantedFlags {
  readonly to?: readonly ArtifactFormat[];
  /** Names of targets. */
  readonly target?: readonly string[];
}

export interface WantedArtifact {
  readonly format: ArtifactFormat;
  readonly target: string;
}

/** Each format for its usual target, or for those of the format that are named; without formats those of the targets. */
export function wantedArtifacts({ to, target: names }: WantedFlags): readonly WantedArtifact[] {
  const named = (names ?? []).map((name): WantedArtifact => ({ target: name, format: findTarget(name).format }));
  const formats = to ?? (names === undefined ? ["onnx" as const] : [...new Set(named.map(({ format }) => format))]);
  const other = named.find(({ format }) => !formats.includes(format));
  if (other !== undefined)
    throw new UselessFlagError({ flag: `--target ${other.target}`, needs: `--to ${other.format}` });
  return formats.flatMap((format) => {
    const own = named.filter((each) => each.format === format);
    return own.length > 0 ? own : [{ format, target: usualTarget(format).name }];
  });
}

interface CheckedFlags {
  readonly dtype: string;
  readonly keepIoTypes: boolean;
  readonly output: OutputKind;
  readonly weightType?: string;
  readonly layout?: string;
  readonly opset?: number;
  readonly dynamicBatch?: boolean;
  readonly maxBatch?: number;
}

/** A `UselessFlagError` where a flag is given without what it is about. */
export function checkConvertFlags(flags: CheckedFlags, wanted: readonly WantedArtifact[]): void {
  const { dtype, keepIoTypes, output, weightType, layout, opset, dynamicBatch = false, maxBatch } = flags;
  const writes = (...formats: readonly ArtifactFormat[]): boolean =>
    wanted.some(({ format }) => formats.includes(format));
  const conditions = [
    { flag: "--no-keep-io-types", isGiven: !keepIoTypes, needs: "--dtype fp16", isMet: dtype === "fp16" },
    { flag: "--no-keep-io-types", isGiven: !keepIoTypes, needs: "--to onnx", isMet: writes("onnx", "triton") },
    { flag: "--output labels", isGiven: output === "labels", needs: RUN, isMet: writes("onnx", "tfjs", "triton") },
    { flag: "--weight-type", isGiven: weightType !== undefined, needs: "--to tfjs", isMet: writes("tfjs") },
    { flag: "--layout", isGiven: layout !== undefined, needs: "--to tfjs", isMet: writes("tfjs") },
    { flag: "--opset", isGiven: opset !== undefined, needs: "--to onnx", isMet: writes("onnx", "triton") },
    { flag: "--dynamic-batch", isGiven: dynamicBatch, needs: "--to onnx", isMet: writes("onnx") },
    { flag: "--max-batch", isGiven: maxBatch !== undefined, needs: "--to triton", isMet: writes("triton") },
  ];
  const useless = conditions.find(({ isGiven, isMet }) => isGiven && !isMet);
  if (useless !== undefined) throw new UselessFlagError(useless);
}
