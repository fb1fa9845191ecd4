/**
 * How many columns text takes in a terminal: two for a wide character, as of Chinese, and none for a mark on the one before, such as an
 * accent: https://www.unicode.org/reports/tr11/
 */
import { eastAsianWidth } from "get-east-asian-width";

const PLAIN = /^[ -~]*$/;

/** Marks, and the vowels and final consonants of Hangul that join the consonant before. */
const MARK = /[\p{Mn}\p{Me}\u1160-\u11ff]/u;

/** Of visible text: what is invisible is shown in characters of its own before. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** The longest beginning that is no wider than that, with the marks on its last character. */
export function beginningWithin(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const character of text) {
    width += widthOfCharacter(character);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The longest end, likewise, without marks on a character that is left out. */
export function endWithin(text: string, columns: number): string {
  let excess = displayWidth(text) - columns;
  let start = 0;
  for (const character of text) {
    const width = widthOfCharacter(character);
    if (excess <= 0 && width > 0) break;
    excess -= width;
    start += character.length;
  }
  return text.slice(start);
}

function widthOfCharacter(character: string): number {
  return MARK.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!);
}
