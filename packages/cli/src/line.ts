/** Lines as commands print them. What is in a line stays in it: a name's line feed is shown, and makes no line of its own. */
import { inspect } from "node:util";
import { visibleText } from "@linknet-kit/base";

export type Style = "bold" | "cyan" | "dim" | "green" | "red" | "yellow";

/** Text in a colour, where there are colours. */
export interface Painted {
  readonly text: string;
  readonly style: Style;
}

export type LinePart = string | Painted;

/** Spans that stay in one line, as a table's columns must, however long it is; what stands from the column `hang` on may go on below it. */
interface Row {
  readonly row: readonly LinePart[];
  /** The last cell, which is the last of the spans. */
  readonly hang?: number;
}

export type Line = LinePart | readonly LinePart[] | Row;

/** One line, or several. */
export type Lines = string | readonly Line[];

export function paint(style: Style, text: string): Painted {
  return { text, style };
}

/** Characters that a span takes. */
export function widthOf(span: LinePart): number {
  return visibleText(textOf(span)).length;
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
 * The line in as many as a terminal of so many columns needs, broken between words: all but the first are indented as it is, or a little, or
 * as a row's last cell. As it is where it fits, or has no place to be broken at.
 */
export function wrapLine(line: Line, columns: number): readonly Line[] {
  const spans = spansOf(line);
  if (spans.reduce((sum, span) => sum + widthOf(span), 0) < columns) return [line];
  if (!isRow(line)) return wrapSpans([], spans, { columns, indent: indentOf(spans.map(textOf).join(""), columns) });
  const { hang } = line;
  if (hang === undefined || columns - hang < LEAST_COLUMNS) return [line];
  return wrapSpans(spans.slice(0, -1), spans.slice(-1), { columns, indent: " ".repeat(hang) });
}

/** Of a cell that goes on below itself. */
const LEAST_COLUMNS = 20;

/** What is `whole` stays in the first line. */
function wrapSpans(
  whole: readonly LinePart[],
  spans: readonly LinePart[],
  { columns, indent }: { readonly columns: number; readonly indent: string },
): readonly Line[] {
  const lines: LinePart[][] = [[...whole]];
  let width = whole.reduce((sum, span) => sum + widthOf(span), 0);
  for (const span of spans) {
    for (const word of textOf(span).split(/(?<= )(?=[^ ])/)) {
      if (width + widthOf(word.trimEnd()) >= columns && width > indent.length) {
        lines.push([indent]);
        width = indent.length;
      }
      lines.at(-1)!.push(typeof span === "string" ? word : { ...span, text: word });
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

/** Text of another format line by line: whoever copies it from a terminal gets it whole. */
export function verbatim(text: string): readonly Line[] {
  return text.split("\n").map((line) => ({ row: [line] }));
}

export function spansOf(line: Line): readonly LinePart[] {
  if (isRow(line)) return line.row;
  return Array.isArray(line) ? (line as readonly LinePart[]) : [line as LinePart];
}

function isRow(line: Line): line is Row {
  return typeof line === "object" && "row" in line;
}

/** Also for JSON, whose strings may hold this escape. */
export function withoutCommands(text: string): string {
  return text.replace(/##(?=[A-Za-z]*\[)/g, "\\u0023#");
}

function painted(style: Style, text: string): string {
  const [on, off] = inspect.colors[style]!;
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

function textOf(span: LinePart): string {
  return typeof span === "string" ? span : span.text;
}
