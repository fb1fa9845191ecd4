/** Opsets, and the version of the file format that goes with each. */
import { LinknetError, UsageError } from "@linknet-kit/base";

/** The lowest IR version that each opset may stand in: https://onnx.ai/onnx/repo-docs/Versioning.html */
const IR_VERSIONS: Readonly<Record<number, number>> = {
  11: 6,
  12: 7,
  13: 7,
  14: 7,
  15: 8,
  16: 8,
  17: 8,
  18: 8,
  19: 9,
  20: 9,
  21: 10,
};

const KNOWN = Object.keys(IR_VERSIONS).map(Number);

/** The last opset whose operators mean what they did in the last one that is written, and its version of the file format. */
export const HIGHEST_READ_OPSET = 24;
export const HIGHEST_READ_IR_VERSION = 13;

export const LOWEST_OPSET = Math.min(...KNOWN);
export const HIGHEST_OPSET = Math.max(...KNOWN);

export class OpsetRangeError extends UsageError {
  readonly code = "OPSET_RANGE";

  constructor(data: { readonly opset: number }) {
    super(`opset ${data.opset} cannot be written`, {
      hint: `choose an opset from ${LOWEST_OPSET} to ${HIGHEST_OPSET}`,
    });
  }
}

/** An operator that the chosen opset does not have in the form this project writes. */
export class OpsetTooLowError extends LinknetError {
  readonly code = "OPSET_TOO_LOW";

  constructor(data: { readonly opset: number; readonly op: string; readonly path: string; readonly lowest: number }) {
    super(`${data.path}: opset ${data.opset} cannot express ${data.op}, which needs opset ${data.lowest}`, {
      hint: `choose opset ${data.lowest} or later`,
    });
  }
}

/** The IR version for an opset; an error where this project does not write that opset. */
export function irVersionOf(opset: number): number {
  const irVersion = IR_VERSIONS[opset];
  if (irVersion === undefined) throw new OpsetRangeError({ opset });
  return irVersion;
}
