/** Lines as commands print them. What is in a line stays in it: a name's line feed is shown, and makes no line of its own. */
import { inspect } from "node:util";
import { visibleText } from "@linknet-kit/core";

export type Style = "bold" | "cyan" | "dim" | "green" | "red" | "yellow";

/** Text in a colour, where there are colours. */
export interface Painted {
  readonly text: string;
  readonly style: Style;
}

export type Span = string | Painted;

/** Spans that stay in one line however long it is, as a table's row must for its columns. */
interface Row {
  readonly row: readonly Span[];
}

export type Line = Span | readonly Span[] | Row;

/** One line, or several. */
export type Lines = string | readonly Line[];

export function paint(style: Style, text: string): Painted {
  return { text, style };
}

/** Characters that a span takes. */
export function widthOf(span: Span): number {
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
 * The line in as many as a terminal of so many columns needs, broken between words and all but the first indented; as it is where it
 * fits, is a row, or has no place to be broken at.
 */
export function wrapLine(line: Line, columns: number): readonly Line[] {
  const spans = spansOf(line);
  if (isRow(line) || spans.reduce((sum, span) => sum + widthOf(span), 0) < columns) return [line];
  const lines: Span[][] = [[]];
  let width = 0;
  for (const span of spans) {
    for (const word of textOf(span).split(/(?<= )(?=[^ ])/)) {
      const trimmed = word.trimEnd();
      if (width + widthOf(trimmed) >= columns && width > INDENT.length) {
        lines.push([INDENT]);
        width = INDENT.length;
      }
      lines.at(-1)!.push(typeof span === "string" ? word : { ...span, text: word });
      width += widthOf(word);
    }
  }
  return lines;
}

const INDENT = "  ";

/** Text of another format line by line: whoever copies it from a terminal gets it whole. */
export function verbatim(text: string): readonly Line[] {
  return text.split("\n").map((line) => ({ row: [line] }));
}

export function spansOf(line: Line): readonly Span[] {
  if (isRow(line)) return line.row;
  return Array.isArray(line) ? (line as readonly Span[]) : [line as Span];
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

function textOf(span: Span): string {
  return typeof span === "string" ? span : span.text;
}
