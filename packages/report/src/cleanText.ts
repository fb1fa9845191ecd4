/** Makes the strings of a result file fit to be shown: they come from machines and people that the report does not know. */
import type { ResultFile } from "@linknet-kit/bench/result";

const LONGEST_TEXT = 400;

// White space and controls, zero-width characters, and the bidirectional marks that reorder what surrounds them.
const INVISIBLE = /[\s\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

/** One line of visible text, however long: runs of white space and control characters become a space. */
export function visibleLine(text: string): string {
  return text.replace(INVISIBLE, " ").trim().replace(LONE_SURROGATES, "\ufffd");
}

/** The same, with an ellipsis for what is past 400 characters. */
export function cleanText(text: string): string {
  const line = visibleLine(text);
  const short = line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
  return short.replace(LONE_SURROGATES, "\ufffd");
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
