/** Where a table's columns stand in a terminal, and how wide they are there. */

export interface ColumnShape {
  /** Of its longest cell. */
  readonly width: number;
  /** What its cells may give up: their middle, their place in one line, or nothing. */
  readonly yields: "middle" | "below" | "nothing";
}

export interface PlacedColumn extends ColumnShape {
  /** Which of the table's columns it is. */
  readonly index: number;
}

/** Between two columns. */
export const GAP = "  ";

/** Of lines in which a row goes on. */
export const INDENT = 2;

/** A narrower one would not be known again; one that goes on below would be a column of single words. */
const LEAST = { middle: 16, below: 20, nothing: Infinity } as const;

/**
 * The columns line by line, in their order. Lines are as few as fit into `limit`, broken where names are shortened least. A line is wider than
 * that only where a column is which yields nothing.
 */
export function fitColumns(shapes: readonly ColumnShape[], limit: number): readonly (readonly PlacedColumn[])[] {
  const columns = shapes.map((shape, index) => ({ ...shape, index }));
  for (let count = 1; ; count += 1) {
    const ways = waysToFold(columns, count)
      .map((lines) => lines.map((line, number) => ({ line, room: limit - (number === 0 ? 0 : INDENT) })))
      .filter((lines) => lines.every(({ line, room }) => line.length <= 1 || sumOf(line.map(leastOf)) <= room));
    const lost = (lines: (typeof ways)[number]): number =>
      lines.reduce((sum, { line, room }) => sum + Math.max(0, sumOf(line.map(wantedOf)) - room), 0);
    const best = ways.toSorted((a, b) => lost(a) - lost(b))[0];
    if (best !== undefined) return best.map(({ line, room }) => share(line, room));
  }
}

/** All ways to put the columns into so many lines, those with more in the first lines first. */
function waysToFold<Column>(columns: readonly Column[], count: number): readonly (readonly (readonly Column[])[])[] {
  if (count === 1 || columns.length <= 1) return [[columns]];
  const lengths = Array.from({ length: columns.length - count + 1 }, (_, less) => columns.length - count + 1 - less);
  return lengths.flatMap((length) =>
    waysToFold(columns.slice(length), count - 1).map((rest) => [columns.slice(0, length), ...rest]),
  );
}

/** Their widths in one line: the longest names are shortened first, and what goes on below takes what the others leave. */
function share(columns: readonly PlacedColumn[], room: number): readonly PlacedColumn[] {
  const widths = columns.map(wantedOf);
  const mayYield = (at: number): boolean => columns[at]!.yields === "middle" && widths[at]! > LEAST.middle;
  for (let excess = sumOf(widths) - room; excess > 0; excess -= 1) {
    const longest = widths.reduce((most, width, at) => (mayYield(at) && width > (widths[most] ?? 0) ? at : most), -1);
    if (longest < 0) break;
    widths[longest]! -= 1;
  }
  const left = Math.max(0, room - sumOf(widths));
  return columns.map((column, at) => {
    const width = column.yields === "below" ? Math.min(column.width, widths[at]! + left) : widths[at]!;
    return { ...column, width };
  });
}

/** What goes on below loses nothing. */
function wantedOf(column: ColumnShape): number {
  return column.yields === "below" ? leastOf(column) : column.width;
}

function leastOf({ width, yields }: ColumnShape): number {
  return Math.min(width, LEAST[yields]);
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, widths.length - 1);
}
