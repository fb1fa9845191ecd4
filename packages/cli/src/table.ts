/** Aligned columns for terminals. */
import { visibleText } from "@linknet-kit/base";
import { beginningWithin, displayWidth, endWithin } from "./displayWidth.js";
import { type Line, type LinePart, paint, textOf, widthOf, withText, wrapSpans } from "./line.js";
import { type ColumnShape, GAP, INDENT, type PlacedColumn, fitColumns } from "./tableLayout.js";

export interface TextColumn<Row> {
  readonly title: string;
  readonly text: (row: Row) => LinePart;
  /** Numbers stand right, words left. */
  readonly align?: "left" | "right";
  /** Whether it holds names, which are as long as others made them: they lose their middle in a terminal too narrow for them. */
  readonly isName?: boolean;
}

/**
 * A line a row under a line of titles, as wide as it must be. In a terminal that is narrower, names are shortened, words of the last column
 * go on below it, and where that is not enough every row goes on in a line below; nothing else is ever cut.
 */
export function renderTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): readonly Line[] {
  const cells = [
    columns.map(({ title }): LinePart => paint("bold", title)),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ];
  const shapes = columns.map((column, index): ColumnShape => {
    const width = cells.reduce((most, row) => Math.max(most, widthOf(row[index]!)), 0);
    return { width, yields: yieldOf(column, index === columns.length - 1) };
  });
  const alignments = columns.map(({ align = "left" }) => align);
  const placements = new Map<number, ReturnType<typeof fitColumns>>();
  const placed = (terminalColumns: number): ReturnType<typeof fitColumns> => {
    const found = placements.get(terminalColumns) ?? fitColumns(shapes, terminalColumns - 1);
    placements.set(terminalColumns, found);
    return found;
  };
  return cells.map((row) => ({ layOut: (limit = Infinity) => layOutRow(row, alignments, placed(limit)) }));
}

function yieldOf(
  { isName, align }: Pick<TextColumn<never>, "isName" | "align">,
  isLast: boolean,
): ColumnShape["yields"] {
  if (isName === true) return "middle";
  return isLast && align !== "right" ? "below" : "nothing";
}

function layOutRow(
  row: readonly LinePart[],
  alignments: readonly ("left" | "right")[],
  lines: readonly (readonly PlacedColumn[])[],
): readonly (readonly LinePart[])[] {
  return lines.flatMap((placed, number) => {
    // Nothing stands behind the last cell that says something.
    const last = placed.findLastIndex(({ index }) => widthOf(row[index]!) > 0);
    if (last < 0) return number === 0 ? [[]] : [];
    const spans: LinePart[] = number === 0 ? [] : [" ".repeat(INDENT)];
    for (const { index, width } of placed.slice(0, last)) {
      const cell = shorten(row[index]!, width);
      const space = " ".repeat(Math.max(0, width - widthOf(cell)));
      spans.push(...(alignments[index] === "right" ? [space, cell, GAP] : [cell, space + GAP]));
    }
    const { index, width, yields } = placed[last]!;
    const cell = row[index]!;
    if (yields === "below") {
      const hang = spans.reduce((sum, span) => sum + widthOf(span), 0);
      return wrapSpans(spans, [cell], { columns: hang + width + 1, indent: " ".repeat(hang) });
    }
    const shown = shorten(cell, width);
    const space = alignments[index] === "right" ? [" ".repeat(Math.max(0, width - widthOf(shown)))] : [];
    return [[...spans, ...space, shown]];
  });
}

/** With an ellipsis for its middle where it is wider: names differ at either end. */
function shorten(cell: LinePart, width: number): LinePart {
  const text = visibleText(textOf(cell));
  if (displayWidth(text) <= width) return cell;
  const tail = Math.floor((width - 1) / 2);
  return withText(cell, `${beginningWithin(text, width - 1 - tail)}…${endWithin(text, tail)}`);
}
