/** Colours by what a line begins with, so that every command paints the same words alike. */
import type { Status } from "@linknet-kit/results";
import { type Line, type Painted, type Style, paint } from "./line.js";

const STYLES: readonly (readonly [Style, RegExp])[] = [
  ["green", /^(?:PASS|pass|passed)\b/],
  ["red", /^(?:FAIL|FAILED|fail|failed|incorrect|error:|error|timeout)(?=[ :,]|$)/],
  ["yellow", /^(?:INCONCLUSIVE|inconclusive|changed|gone|new|noisy|throttled|fallback|warning:)(?=[ :,]|$)/],
  ["cyan", /^hint:/],
];

/** The line with its first word in the colour of what it says: a verdict, an error, a warning or a hint. */
export function paintFirstWord(line: string): Line {
  for (const [style, pattern] of STYLES) {
    const [word] = pattern.exec(line) ?? [];
    if (word !== undefined) return [paint(style, word), line.slice(word.length)];
  }
  return line;
}

/** A line of help: titles of sections stand at its beginning and end with a colon. */
export function paintHelp(line: string): Line {
  const [title] = /^(?:[A-Z][A-Za-z ]*:)(?= |$)/.exec(line) ?? [];
  return title === undefined ? line : [paint("bold", title), line.slice(title.length)];
}

/** A result's status. */
export function paintStatus(status: Status): Painted {
  return paint(
    status === "valid" ? "green" : status === "noisy" || status === "unavailable" ? "yellow" : "red",
    status,
  );
}
