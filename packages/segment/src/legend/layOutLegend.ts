/** Where the classes of a legend stand: side by side, as many in a row as fit, in rows of one height. */

interface LegendItem<T> {
  readonly item: T;
  /** Of its field of colour. */
  readonly x: number;
  readonly y: number;
}

export interface LegendLayout<T> {
  readonly width: number;
  readonly height: number;
  readonly items: readonly LegendItem<T>[];
  /** Of text, of which everything else is a multiple. */
  readonly textSize: number;
}

interface Frame {
  /** Of the picture; a legend may need more. */
  readonly width: number;
  readonly widthOf: (text: string, size: number) => number;
}

/** Smaller text cannot be read, larger takes more room than it needs. */
const [LEAST_TEXT, MOST_TEXT] = [13, 96];
/** Of the picture's width. */
const TEXT_SHARE = 1 / 48;

/** Multiples of the size of text. */
export const FIELD = 1;
export const FIELD_TO_TEXT = 0.45;
const BETWEEN = 1.4;
const MARGIN = 0.8;
const ROW = 1.7;

export function layOutLegend<T extends { readonly text: string }>(
  entries: readonly T[],
  { width, widthOf }: Frame,
): LegendLayout<T> {
  const textSize = Math.round(Math.min(MOST_TEXT, Math.max(LEAST_TEXT, width * TEXT_SHARE)));
  const margin = Math.round(MARGIN * textSize);
  const widths = entries.map(({ text }) => (FIELD + FIELD_TO_TEXT) * textSize + widthOf(text, textSize));
  const whole = Math.max(width, Math.ceil(Math.max(0, ...widths)) + 2 * margin);
  const items: LegendItem<T>[] = [];
  let [x, row] = [margin, 0];
  for (const [index, item] of entries.entries()) {
    const end = x + widths[index]!;
    if (x > margin && end > whole - margin) [x, row] = [margin, row + 1];
    items.push({ item, x: Math.round(x), y: Math.round(margin + row * ROW * textSize) });
    x += widths[index]! + BETWEEN * textSize;
  }
  const height = Math.ceil(2 * margin + (row * ROW + FIELD) * textSize);
  return { width: whole, height, items, textSize };
}
