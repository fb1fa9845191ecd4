/** Whether two artifacts can be given one input and their outputs be compared, as far as their files tell. */
import { printType } from "@linknet-kit/core";
import { isComparable } from "../measure/compare.js";
import type { ModelFile } from "../modelFile/openModelFile.js";
import type { OutputValue } from "../runtime/runtime.js";
import { DifferentEndsError } from "./errors.js";
import { logitsOf } from "./logitsOf.js";

/** An error where they cannot. Labels may be held to what gives a number a class, by whatever name. */
export function checkEnds(artifact: ModelFile, reference: ModelFile): void {
  const [given, wanted] = [artifact.outputs, reference.outputs];
  const areLabels = given.length === wanted.length && given.every((output) => logitsOf(output, wanted) !== undefined);
  if (sameEnds(artifact.inputs, reference.inputs) && (areLabels || sameEnds(given, wanted))) return;
  const [ends, expected] = [describeEnds(artifact), describeEnds(reference)];
  throw new DifferentEndsError({ path: artifact.path, ends, reference: reference.path, expected });
}

function sameEnds(a: readonly OutputValue[], b: readonly OutputValue[]): boolean {
  const others = new Map(b.map((value) => [value.name, value]));
  return (
    a.length === b.length &&
    a.every(({ name, type }) => {
      const other = others.get(name);
      return other !== undefined && (type === undefined || other.type === undefined || isComparable(type, other.type));
    })
  );
}

function describeEnds({ inputs, outputs }: ModelFile): string {
  const describe = (values: readonly OutputValue[]): string =>
    values.map(({ name, type }) => (type === undefined ? name : `${name} ${printType(type)}`)).join(", ") || "nothing";
  return `${describe(inputs)} -> ${describe(outputs)}`;
}
