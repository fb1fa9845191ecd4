/** Aligned columns for terminals. */

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Numbers stand right, words left. */
  readonly align?: "left" | "right";
}

/** A line a row under a line of titles, as wide as it must be. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)));
  const pad = (text: string, index: number): string =>
    columns[index]!.align === "right" ? text.padStart(widths[index]!) : text.padEnd(widths[index]!);
  return cells.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
