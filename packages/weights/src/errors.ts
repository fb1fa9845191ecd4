/** Weights that are not those of a network. */
import { LinknetError } from "@linknet-kit/base";
import { type TensorType, kindOfElements, printType } from "@linknet-kit/core";
import { quoted } from "./safetensors/errors.js";

/** A tensor and the parameter that it should be. */
export interface Mismatch {
  readonly tensor: string;
  readonly found: TensorType;
  readonly parameter: string;
  readonly expected: TensorType;
}

export interface WeightDifferences {
  /** Tensors whose shape is not their parameter's, or which hold whole numbers for floats. */
  readonly mismatched: readonly Mismatch[];
  /** Names of parameters for which there is no tensor. */
  readonly missing: readonly string[];
  /** Names of tensors for which there is no parameter. */
  readonly unexpected: readonly string[];
}

/** So many names are shown of those that are not there on either side; the error holds all. */
const SHOWN = 10;

/** Tensors that are not the weights of a network, with every difference. */
export class WeightsMismatchError extends LinknetError {
  readonly code = "WEIGHTS_MISMATCH";
  readonly differences: WeightDifferences;

  constructor(data: { readonly network: string; readonly source: string; readonly differences: WeightDifferences }) {
    const { mismatched, missing, unexpected } = data.differences;
    const sections = [
      ...section("of another shape or type", mismatched.map(describe), mismatched.length),
      ...section("missing", missing, SHOWN),
      ...section("unknown to the network", unexpected.map(quoted), SHOWN),
    ];
    super(`the weights are not those of ${data.network} (read as ${data.source}):`, {
      details: sections,
      hint: hintFor(data.differences),
    });
    this.differences = data.differences;
  }
}

function section(title: string, lines: readonly string[], shown: number): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length > shown ? [`    ... and ${lines.length - shown} more`] : [];
  return [`  ${lines.length} ${title}:`, ...lines.slice(0, shown).map((line) => `    ${line}`), ...more];
}

function describe({ tensor, found, parameter, expected }: Mismatch): string {
  const place = tensor === parameter ? "" : ` for ${parameter}`;
  // Floats are converted, so that of two floats only the shapes can differ.
  const print = (type: TensorType) =>
    kindOfElements(found.dtype) === "float" ? `of shape ${type.shape.join("x")}` : printType(type);
  return `${quoted(tensor)} is ${print(found)}, expected ${print(expected)}${place}`;
}

function hintFor({ mismatched, missing, unexpected }: WeightDifferences): string {
  if (mismatched.length === 0 && unexpected.length === 0) return "--allow-missing initialises what is missing";
  if (missing.length === 0 && unexpected.length === 0)
    return "give the classes and the width that the weights were made for";
  return "choose the network that the weights were made for, with its classes and its width";
}
