/** Makes the strings of a result file fit to be shown: they come from machines and people that the report does not know. */
import { visibleText } from "@linknet-kit/core";
import type { ResultFile } from "@linknet-kit/bench/result";

const LONGEST_TEXT = 400;

/** One line of visible text, however long: runs of white space become a space, and what cannot be seen is shown. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\s+/g, " ").trim());
}

/** The same, with an ellipsis for what is past 400 characters. */
export function cleanText(text: string): string {
  const line = visibleLine(text);
  if (line.length <= LONGEST_TEXT) return line;
  // Never half of a pair.
  return `${line.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The same file with every string and every key cleaned. */
export function cleanFile(file: ResultFile): ResultFile {
  return cleanStrings(file) as ResultFile;
}

function cleanStrings(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(cleanStrings);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanStrings(inner)]));
}
