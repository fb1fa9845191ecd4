/** Lines of data, which have no place for a comment: each says with which SHA-256 all that stands up to it was written. */
import { createHash } from "node:crypto";
import { readBytes } from "../readBytes.js";
import type { SealedText, StandingFile } from "./fileKind.js";

const MAXIMUM_BYTES = 2 ** 28;

export interface LineForm {
  /** Of the first line, where that is no data; the whole of what is put behind it. */
  readonly header?: string;
  /** What a line ends with that has no digest yet, and that one ends with that has it. */
  readonly end?: string;
  readonly sealedEnd: (digest: string) => string;
}

/** A line that was changed or added since is noticed, wherever it stands; lines that are missing at the end are not: they are written anew. */
export function sealedLines(name: string, form: LineForm): SealedText {
  const isOurs = async ({ path }: StandingFile): Promise<boolean> => {
    const bytes = await readBytes(path, { maximumBytes: MAXIMUM_BYTES }).catch(() => undefined);
    if (bytes === undefined) return false;
    const text = new TextDecoder().decode(bytes);
    return withDigests(unsealed(text, form), form) === text;
  };
  return { kind: { name, isOurs }, seal: (text) => withDigests(text, form) };
}

/** In lines as they end in the text, by a line feed or as in CSV; digests are of line feeds alone, since git may have changed the others. */
function withDigests(text: string, { header, end = "", sealedEnd }: LineForm): string {
  const hash = createHash("sha256");
  return mapLines(text, (line, index) => {
    hash.update(`${line}\n`);
    if (index === 0 && header !== undefined) return line + header;
    return line.slice(0, line.length - end.length) + sealedEnd(hash.copy().digest("hex"));
  });
}

/** The text without what `withDigests` put into it, or anything at all where it did not. */
function unsealed(text: string, { header, end = "", sealedEnd }: LineForm): string {
  const length = sealedEnd("0".repeat(64)).length;
  return mapLines(text, (line, index) => {
    const isHeader = index === 0 && header !== undefined;
    return line.slice(0, Math.max(0, line.length - (isHeader ? header.length : length))) + (isHeader ? "" : end);
  });
}

function mapLines(text: string, map: (line: string, index: number) => string): string {
  const parts = text.split(/(\r?\n)/);
  const lines = parts.map((part, at) => (at % 2 === 1 || part === "" ? part : map(part, at / 2)));
  return lines.join("");
}
