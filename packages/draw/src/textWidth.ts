/** How wide text is, never less than a browser draws it: a drawing is laid out where no font is. */

const NARROW = /[\s.,:;'|!ijlIft()[\]/\\-]/u;
const WIDE = /[A-Z0-9&%#@wmMW_~+=<>]/u;
const WIDEST = /[MW@%]/u;

/** As a share of the font size, on the safe side for the sans-serifs of today's systems. */
function shareOf(character: string): number {
  if (character > "~") return 1.1;
  if (WIDEST.test(character)) return 1;
  if (WIDE.test(character)) return 0.74;
  return NARROW.test(character) ? 0.44 : 0.63;
}

export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += shareOf(character);
  return Math.ceil(width * fontSize);
}

/** As much of the text as there is room for, its beginning and its end: names differ at either. */
export function fitText(text: string, width: number, fontSize: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const characters = Array.from(text);
  let [head, tail] = [0, 0];
  const joined = (): string =>
    `${characters.slice(0, head).join("")}…${tail === 0 ? "" : characters.slice(-tail).join("")}`;
  for (;;) {
    const isHead = head <= tail;
    if (isHead) head += 1;
    else tail += 1;
    if (head + tail <= characters.length && textWidth(joined(), fontSize) <= width) continue;
    if (isHead) head -= 1;
    else tail -= 1;
    return joined();
  }
}
