/** Text of others and numbers as drawings have them. */
import { visibleLine } from "@linknet-kit/base";
import type { Node, Shape } from "@linknet-kit/core";
import { inputValues } from "@linknet-kit/core";

/** More of a name than this is nothing that anybody reads in a drawing, not even beside the pointer. */
const LONGEST = 200;

/** One line without what cannot be seen. */
export function cleanName(name: string): string {
  const line = visibleLine(name);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

export function printShape(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

/** What tells a node from others of its op: the shape of its weight and attributes that are more than 1. */
export function describeNode(node: Node, isParameter: (name: string) => boolean): string {
  const weight = node.op.convolution && inputValues(node).find(({ name }) => isParameter(name));
  const attributes = Object.entries(node.attributes).flatMap(([name, value]) => {
    const text = printAttribute(value);
    return text === undefined ? [] : [`${name} ${text}`];
  });
  return [...(weight === undefined ? [] : [printShape(weight.type.shape)]), ...attributes].join(", ");
}

function printAttribute(value: unknown): string | undefined {
  const numbers = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  if (numbers.length === 0 || !numbers.every((each) => Number.isInteger(each) || typeof each === "string"))
    return undefined;
  if (numbers.every((each) => each === 1)) return undefined;
  return Array.isArray(value) && new Set(numbers).size === 1 ? String(numbers[0]) : numbers.join("×");
}
