/** The report as data: sections of blocks, built once from the results and rendered to HTML and to Markdown. */
import type { Element } from "hast";

/** A run of text with one style. Strings may hold anything; each renderer escapes for its format. */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly link: string; readonly url: string };

export type Text = string | readonly Inline[];

/** How much a cell or an entry asks for attention; never the only carrier of its meaning. */
export type Tone = "plain" | "muted" | "warning" | "failure";

export interface Paragraph {
  readonly kind: "paragraph";
  readonly text: Text;
}

/** What a reader takes away who reads nothing else. */
interface Lead {
  readonly kind: "lead";
  readonly text: Text;
}

export interface List {
  readonly kind: "list";
  readonly items: readonly Text[];
}

/** What a reader must know before trusting a number. */
export interface Notice {
  readonly kind: "notice";
  readonly items: readonly Text[];
}

/** One number large enough to be read across a table, with its unit and what it means. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly unit: string;
  readonly detail: string;
}

export interface Figures {
  readonly kind: "figures";
  readonly items: readonly Figure[];
}

/** Neighbouring columns of the same `group` share a heading above their own. */
export interface Column {
  readonly title: string;
  readonly group?: string;
  /** `prose` is text long enough to need several lines, `bar` a number with a bar to it. */
  readonly align: "text" | "number" | "prose" | "bar";
}

/** Drawn beside a number: a share of the column's width. */
export interface Bar {
  readonly length: number;
}

interface StyledCell {
  readonly text: Text;
  readonly tone?: Tone;
  readonly bar?: Bar;
}

export type ReportCell = string | StyledCell;

/**
 * The first cell is the row's header; `startsGroup` separates a row from those above it, and `isSum` one at the end that sums up what
 * others say, and stays there however a reader sorts.
 */
export interface ReportRow {
  readonly cells: readonly ReportCell[];
  readonly startsGroup?: boolean;
  readonly isSum?: boolean;
}

export interface Table {
  readonly kind: "table";
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly ReportRow[];
  /** Folded away in HTML until asked for, and left out of Markdown: numbers for those who look closer. */
  readonly folded?: boolean;
}

/** An index into the palette, fixed for a network throughout a report. */
export type ColourSlot = number;

export type Mark = "filled" | "hollowCircle" | "hollowDiamond" | "none";

export interface LegendEntry {
  readonly label: string;
  readonly colour?: ColourSlot;
  readonly mark: Mark;
}

export interface Axis {
  readonly title: string;
  readonly scale: "log" | "linear";
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** A point with, where known, the interval of its `y`, and its numbers in words. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly title?: string;
  readonly low?: number;
  readonly high?: number;
}

export interface Series {
  readonly colour: ColourSlot;
  readonly mark: Mark;
  /** `reference` is a level to compare with, in no network's colour. */
  readonly line: "solid" | "dotted" | "reference";
  readonly points: readonly Point[];
  /** Written beside the last point. */
  readonly label?: string;
}

export interface Plot {
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

/** One drawing with its own heading. `description` says in words what the drawing shows. */
export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly plot: Plot;
}

/** Panels under one legend. HTML draws them; a table always holds the same numbers, for Markdown and for those who cannot see them. */
export interface Chart {
  readonly kind: "chart";
  readonly id: string;
  readonly caption: Text;
  readonly legend: readonly LegendEntry[];
  readonly shape: "full" | "strip";
  readonly panels: readonly Panel[];
}

/** A value on the axis with, where known, its interval, and in words what it is. */
export interface Dot {
  readonly x: number;
  readonly low?: number;
  readonly high?: number;
  readonly mark: Mark;
  /** None is the colour of what was not measured here. */
  readonly colour?: ColourSlot;
  readonly title: string;
}

export interface DotRow {
  readonly label: string;
  readonly startsGroup: boolean;
  readonly dots: readonly Dot[];
}

/** A row a thing, a dot a value of it, all on one axis. HTML draws it; a table holds the same numbers. */
export interface DotPlot {
  readonly kind: "dots";
  readonly id: string;
  readonly caption: Text;
  readonly description: string;
  readonly legend: readonly LegendEntry[];
  readonly axis: Axis;
  /** A level to compare with. */
  readonly reference?: { readonly value: number; readonly label: string };
  readonly rows: readonly DotRow[];
}

/** A bar of an icicle; `start` and `share` are of the whole width. */
export interface Span {
  readonly label: string;
  /** Its numbers in words. */
  readonly detail: string;
  readonly start: number;
  readonly share: number;
  /** Not part of what the icicle divides. */
  readonly muted: boolean;
}

export interface IciclePanel {
  readonly title: string;
  readonly description: string;
  /** From the top; each bar lies below the one that it is a part of. */
  readonly levels: readonly (readonly Span[])[];
}

/** Parts of a whole and their parts, as wide as they are large. As with a chart, tables hold the same numbers. */
export interface Icicle {
  readonly kind: "icicle";
  readonly id: string;
  readonly caption: Text;
  readonly panels: readonly IciclePanel[];
}

/** A network's graph as it is drawn; HTML shows it, and Markdown says what it is. */
export interface GraphView {
  readonly kind: "graph";
  readonly id: string;
  readonly title: string;
  readonly caption: Text;
  readonly svg: Element;
}

export interface PictureItem {
  readonly title: string;
  /** A PNG in the text itself: pages make no request. */
  readonly source: string;
  readonly size: { readonly width: number; readonly height: number };
}

/** Rows of pictures that belong together, with what their colours stand for; Markdown says where they are. */
export interface Pictures {
  readonly kind: "pictures";
  readonly id: string;
  readonly caption: Text;
  readonly legend: readonly { readonly label: string; readonly rgb: readonly [number, number, number] }[];
  readonly rows: readonly { readonly title: string; readonly items: readonly PictureItem[] }[];
}

/** Blocks under a line that says what they are, folded away in HTML until asked for. */
export interface Fold {
  readonly kind: "fold";
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | Paragraph
  | Lead
  | List
  | Notice
  | Figures
  | Table
  | Chart
  | DotPlot
  | Icicle
  | GraphView
  | Pictures
  | Fold;

export interface Section {
  readonly id: string;
  readonly title: string;
  /** Where it is, the section is folded away in HTML under its title and this. */
  readonly summary?: string;
  readonly blocks: readonly Block[];
}

export interface Document {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly Section[];
}

export const paragraph = (text: Text): Paragraph => ({ kind: "paragraph", text });

/** A single item stands as a paragraph. */
export function list(items: readonly Text[]): List | Paragraph {
  const [only] = items;
  return items.length === 1 && only !== undefined ? paragraph(only) : { kind: "list", items };
}
