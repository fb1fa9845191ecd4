/** Values that a shell offers for an option or an argument, declared beside it. */
import type { Argument, Option } from "commander";

type Values = readonly string[] | (() => Promise<readonly string[]>);

const offered = new WeakMap<Option | Argument, Values>();

/** Lets shells offer the values, which refuses no others; those that are slow to load are asked for when a script is made. */
export function offer<Subject extends Option | Argument>(subject: Subject, values: Values): Subject {
  offered.set(subject, values);
  return subject;
}

/** What was offered. */
export async function valuesOf(subject: Option | Argument): Promise<readonly string[]> {
  const values = offered.get(subject) ?? [];
  return typeof values === "function" ? await values() : values;
}
