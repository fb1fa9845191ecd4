/** Results as comma-separated values, RFC 4180, a row a result: https://www.rfc-editor.org/rfc/rfc4180 */
import { spreadsheetText, visibleLine } from "@linknet-kit/base";
import type { ResultFile } from "@linknet-kit/results";
import { stringify } from "csv-stringify/sync";
import { type FieldValue, columns } from "./columns.js";
import { listEntries } from "./entries.js";

/** The header's names, in order. New ones are added at the end, and none is ever renamed: docs/results-as-data.md says what each holds. */
export const csvColumnNames: readonly string[] = columns.map(({ name }) => name);

/**
 * A header and a row a result in the order of the files; no samples but their summary. Every cell is one line of visible text, and
 * one that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function renderCsv(files: readonly ResultFile[]): string {
  const rows = listEntries(files).map((entry) => columns.map(({ value }) => cellOf(value(entry))));
  return stringify([csvColumnNames, ...rows], { record_delimiter: "windows" });
}

function cellOf(value: FieldValue): string | number {
  if (typeof value === "number") return value;
  return value === undefined ? "" : spreadsheetText(visibleLine(String(value)));
}
