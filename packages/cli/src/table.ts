/** Aligned columns for terminals. */
import { type Line, type LinePart, paint, widthOf } from "./line.js";

export interface TextColumn<Row> {
  readonly title: string;
  readonly text: (row: Row) => LinePart;
  /** Numbers stand right, words left. */
  readonly align?: "left" | "right";
}

/** A line a row under a line of titles, as wide as it must be. */
export function renderTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): readonly Line[] {
  const cells = [
    columns.map(({ title }): LinePart => paint("bold", title)),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ];
  const widths = columns.map((_, index) => cells.reduce((most, line) => Math.max(most, widthOf(line[index]!)), 0));
  return cells.map((line) => {
    // Nothing stands behind the last cell that says something.
    const last = line.findLastIndex((cell) => widthOf(cell) > 0);
    const row = line.slice(0, last + 1).flatMap((cell, index): readonly LinePart[] => {
      const space = " ".repeat(widths[index]! - widthOf(cell));
      const gap = index === last ? "" : "  ";
      if (columns[index]!.align === "right") return [space, cell, gap];
      return index === last ? [cell] : [cell, space + gap];
    });
    const hang = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
    return columns[last]?.align === "right" ? { row } : { row, hang };
  });
}
