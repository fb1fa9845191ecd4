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

export type Line = Span | readonly Span[];

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
  const spans = Array.isArray(line) ? (line as readonly Span[]) : [line as Span];
  const isCommand = /^\s*::/.test(spans.map(textOf).join(""));
  const printed = spans.map((span) => {
    const text = withoutCommands(visibleText(textOf(span)));
    return inColour && typeof span !== "string" ? painted(span.style, text) : text;
  });
  const text = printed.join("");
  return isCommand ? text.replace(":", "\\u003a") : text;
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
