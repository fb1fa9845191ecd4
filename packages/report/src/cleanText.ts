/** Makes the strings of a result file fit to be shown: they come from machines and people that the report does not know. */
import { cleanText } from "@linknet-kit/base";
import type { ResultFile } from "@linknet-kit/results";

/** The same file with every string and every key cleaned. */
export function cleanFile(file: ResultFile): ResultFile {
  return cleanStrings(file) as ResultFile;
}

/** Every string and every key of a document cleaned. */
export function cleanStrings(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(cleanStrings);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanText(key), cleanStrings(inner)]));
}
