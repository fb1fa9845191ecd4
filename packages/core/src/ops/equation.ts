/** Equations of Einstein's notation: `bij,bjk->bik`, with `...` for axes that have no letters. */
import { UnsupportedFormError } from "../onnxForm.js";

/** A letter, or a number of an axis that `...` stands for, from the last one. */
export type Label = string;

interface Equation {
  /** The labels of each operand's axes. */
  readonly operands: readonly (readonly Label[])[];
  readonly result: readonly Label[];
}

/** What an equation says of operands of such ranks; an `UnsupportedFormError` where it says nothing. */
export function readEquation(text: string, ranks: readonly number[]): Equation {
  const [left = "", right, ...more] = text.replaceAll(/\s/g, "").split("->");
  const terms = left.split(",");
  if (more.length > 0 || terms.length !== ranks.length) throw wrong(text, `of ${ranks.length} operands`);
  const operands = terms.map((term, index) => labelsOf(term, ranks[index]!, text));
  const all = operands.flat();
  const unnamed = [...new Set(all)].filter(isNumber).toSorted((a, b) => Number(b) - Number(a));
  const once = all.filter((label) => !isNumber(label) && all.indexOf(label) === all.lastIndexOf(label));
  const result = right === undefined ? [...unnamed, ...once.toSorted()] : lettersOf(right, unnamed, text);
  if (new Set(result).size < result.length || result.some((label) => !all.includes(label)))
    throw wrong(text, "whose result has an axis of no operand, or one twice");
  return { operands, result };
}

function labelsOf(term: string, rank: number, text: string): readonly Label[] {
  const unnamed = Math.max(0, rank - term.replace("...", "").length);
  const numbers = Array.from({ length: unnamed }, (_, index) => `${unnamed - 1 - index}`);
  const labels = lettersOf(term, numbers, text);
  if (labels.length !== rank) throw wrong(text, `of an operand of rank ${rank}`);
  return labels;
}

function lettersOf(term: string, numbers: readonly Label[], text: string): readonly Label[] {
  const parts = term.split("...");
  const [before = "", after] = parts;
  if (parts.length > 2 || /[^A-Za-z]/.test(parts.join(""))) throw wrong(text, "which is not understood");
  return after === undefined ? before.split("") : [...before.split(""), ...numbers, ...after.split("")];
}

function isNumber(label: Label): boolean {
  return /\d/.test(label);
}

function wrong(equation: string, problem: string): UnsupportedFormError {
  return new UnsupportedFormError({ operator: "Einsum", problem: `has the equation "${equation}" ${problem}` });
}
