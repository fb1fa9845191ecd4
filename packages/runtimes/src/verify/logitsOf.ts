/** What labels are held to: the output of another model of the same network that gives a number a class. */
import { kindOfElements, sameShape } from "@linknet-kit/core";
import type { OutputValue } from "../runtime/runtime.js";

/** Behind the name of an output that has labels of one of several. */
const SUFFIX = "/labels";

/** Such an output, of the same name or the only one; nothing where `output` gives no labels of one. */
export function logitsOf(output: OutputValue, others: readonly OutputValue[]): OutputValue | undefined {
  const name = output.name.endsWith(SUFFIX) ? output.name.slice(0, -SUFFIX.length) : output.name;
  const [only] = others.length === 1 ? others : [];
  const logits = others.find((other) => other.name === name) ?? only;
  return isLabels(output, logits) ? logits : undefined;
}

/** Whether its shape is that of the numbers without their classes. */
function isLabels({ type: labels }: OutputValue, logits: OutputValue | undefined): boolean {
  const type = logits?.type;
  if (labels === undefined || type === undefined || type.shape.length < 2) return false;
  const kinds = [kindOfElements(labels.dtype), kindOfElements(type.dtype)];
  return kinds.join() === "integer,float" && sameShape(type.shape.toSpliced(1, 1), labels.shape);
}
