/** What help says beyond options, in as many columns as there are. */
import { type Command, Help } from "commander";

/** A command, and what it is for behind it, or far behind nothing where the command has the line before. */
const EXAMPLE = /^ {2}(?:(?<command>\S.*?) {2,}| {18,})(?<note>\S.*)$/;

/** For `addHelpText`. */
export function fitted(text: string): (context: { readonly command: Command }) => string {
  return ({ command }) => fitText(text, command.configureOutput().getOutHelpWidth?.() ?? 80);
}

/** Lines that begin at the left are paragraphs, filled anew; the note of an example that does not fit goes below it. */
export function fitText(text: string, width: number): string {
  const lines: string[] = [];
  const paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) lines.push(new Help().boxWrap(paragraph.splice(0).join(" "), width));
  };
  for (const line of text.split("\n")) {
    if (/^\S/.test(line)) {
      paragraph.push(line);
      continue;
    }
    endParagraph();
    lines.push(...(line.length > width ? fitExample(line) : [line]));
  }
  endParagraph();
  return lines.join("\n");
}

function fitExample(line: string): readonly string[] {
  const { command, note } = EXAMPLE.exec(line)?.groups ?? {};
  if (note === undefined) return [line];
  return [...(command === undefined ? [] : [`  ${command}`]), `      ${note}`];
}
