/** Text of others, fit to be printed: names in models and paths may hold whatever steers a terminal or hides from its reader. */

// Controls, format characters (which reorder what surrounds them or have no width), separators of lines, halves of pairs.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** More of a text than this is no name and no reason; it would fill a page. */
const LONGEST_TEXT = 400;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The same in one line, with what cannot be seen as JavaScript would write it: `\n`, `\u001b`, `\u{e0001}`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => SHORT[character] ?? escapeCharacter(character));
}

/** One line of visible text, however long: runs of white space become a space, and what cannot be seen is shown. */
export function visibleLine(text: string): string {
  return visibleText(text.replace(/\s+/g, " ").trim());
}

/** The same, with an ellipsis for what is past 400 characters. */
export function cleanText(text: string): string {
  const line = visibleLine(text);
  if (line.length <= LONGEST_TEXT) return line;
  // Never half of a pair.
  return `${line.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A JSON document whose strings are escaped alike: it parses to the same value. */
export function visibleJson(value: unknown, indentation?: number): string {
  const text = JSON.stringify(value, undefined, indentation);
  // Line feeds stand between values alone; and a code point past 16 bits is a pair of escapes in JSON.
  return text.replace(INVISIBLE, (character) =>
    character === "\n"
      ? character
      : Array.from({ length: character.length }, (_, at) => escapeUnit(character, at)).join(""),
  );
}

function escapeCharacter(character: string): string {
  return character.length === 1 ? escapeUnit(character, 0) : `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

function escapeUnit(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
}
