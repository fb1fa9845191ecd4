/** Lines as commands print them. What is in a line stays in it: a name's line feed is shown, and makes no line of its own. */
import { inspect } from "node:util";
import { visibleText } from "@linknet-kit/base";
import { displayWidth } from "./displayWidth.js";

export type Style = "bold" | "cyan" | "dim" | "green" | "red" | "yellow";

/** Text in a colour, where there are colours. */
export interface Painted {
  readonly text: string;
  readonly style: Style;
}

export type LinePart = string | Painted;

/** Spans that stay in one line, however long it is. */
interface Row {
  readonly row: readonly LinePart[];
}

/** What knows best where it may be broken, such as a table's row: the lines it takes in so many columns, and one where there is no limit. */
interface OwnLayout {
  readonly layOut: (columns?: number) => readonly (readonly LinePart[])[];
}

export type Line = LinePart | readonly LinePart[] | Row | OwnLayout;

/** One line, or several. */
export type Lines = string | readonly Line[];

export function paint(style: Style, text: string): Painted {
  return { text, style };
}

/** Columns that a span takes. */
export function widthOf(span: LinePart): number {
  return displayWidth(visibleText(textOf(span)));
}

/**
 * The line as it may be written: in one line, in visible characters, and with no command of a CI system in it, whatever names hold.
 * GitHub takes lines that begin with `::`, spaces aside, and `##[` anywhere; Azure takes `##vso[`.
 */
export function printLine(line: Line, inColour: boolean): string {
  const spans = spansOf(line);
  const isCommand = /^\s*::/.test(spans.map(textOf).join(""));
  const printed = spans.map((span) => {
    const text = withoutCommands(visibleText(textOf(span)));
    return inColour && typeof span !== "string" ? painted(span.style, text) : text;
  });
  const text = printed.join("");
  return isCommand ? text.replace(":", "\\u003a") : text;
}

/**
 * The line in as many as a terminal of so many columns needs, broken between words: all but the first are indented as it is, or a little.
 * As it is where it fits, or has no place to be broken at.
 */
export function wrapLine(line: Line, columns: number): readonly Line[] {
  if (isOwnLayout(line)) return line.layOut(columns);
  const spans = spansOf(line);
  const fits = spans.reduce((sum, span) => sum + widthOf(span), 0) < columns;
  if (fits || isRow(line)) return [line];
  return wrapSpans([], spans, { columns, indent: indentOf(spans.map(textOf).join(""), columns) });
}

/** What is `whole` stays in the first line. */
export function wrapSpans(
  whole: readonly LinePart[],
  spans: readonly LinePart[],
  { columns, indent }: { readonly columns: number; readonly indent: string },
): readonly (readonly LinePart[])[] {
  const lines: LinePart[][] = [[...whole]];
  let width = whole.reduce((sum, span) => sum + widthOf(span), 0);
  for (const span of spans) {
    for (const word of textOf(span).split(/(?<= )(?=[^ ])/)) {
      if (width + widthOf(word.trimEnd()) >= columns && width > indent.length) {
        lines.push([indent]);
        width = indent.length;
      }
      lines.at(-1)!.push(withText(span, word));
      width += widthOf(word);
    }
  }
  return lines;
}

/** That of the line itself, where it has one that leaves room. */
function indentOf(text: string, columns: number): string {
  const own = /^ */.exec(text)![0];
  return own.length > 2 && own.length < columns / 2 ? own : "  ";
}

/** Text of another format line by line, unwrapped, so that it can be copied from a terminal. */
export function verbatim(text: string): readonly Line[] {
  return text.split("\n").map((line) => ({ row: [line] }));
}

/** The line without any limit. */
export function spansOf(line: Line): readonly LinePart[] {
  if (isRow(line)) return line.row;
  if (isOwnLayout(line)) return line.layOut().flat();
  return Array.isArray(line) ? (line as readonly LinePart[]) : [line as LinePart];
}

function isRow(line: Line): line is Row {
  return typeof line === "object" && "row" in line;
}

function isOwnLayout(line: Line): line is OwnLayout {
  return typeof line === "object" && "layOut" in line;
}

/** Also for JSON, whose strings may hold this escape. */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=[A-Za-z]*\[)/g, "\\u0023#");
}

function painted(style: Style, text: string): string {
  const [on, off] = inspect.colors[style]!;
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Another text in the same style. */
export function withText(span: LinePart, text: string): LinePart {
  return typeof span === "string" ? text : { ...span, text };
}

export function textOf(span: LinePart): string {
  return typeof span === "string" ? span : span.text;
}
