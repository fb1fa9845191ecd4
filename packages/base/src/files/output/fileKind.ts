/** Kinds of files that this project writes, each recognised by what is in it. */
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { readBytes } from "../readBytes.js";

/** A file that stands where one is to be written. */
export interface StandingFile {
  readonly path: string;
  /** How many it has. */
  readonly bytes: number;
  /** Its first and last bytes, 64 KiB of each at most; the same where it is no longer. */
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

export interface FileKind {
  /** As an error calls it: `report of linknet verify`. */
  readonly name: string;
  /** Whether this project wrote the file, as this kind; nothing is lost then where it is written anew. */
  readonly isOurs: (file: StandingFile) => boolean | Promise<boolean>;
}

const END_BYTES = 2 ** 16;
/** Of a JSON document that is looked into. */
const MAXIMUM_JSON_BYTES = 2 ** 28;
const MAXIMUM_TEXT_BYTES = 2 ** 28;

/** The ends of a file; an error of the system where it cannot be read. */
export async function readEnds(path: string): Promise<StandingFile> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const read = async (length: number, position: number): Promise<Uint8Array> => {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    const length = Math.min(size, END_BYTES);
    return { path, bytes: size, head: await read(length, 0), tail: await read(length, size - length) };
  } finally {
    await handle.close();
  }
}

/** Text that says in its last line who wrote it. */
export interface SealedText {
  readonly kind: FileKind;
  /** The text with that line. */
  readonly seal: (text: string) => string;
}

/** `line` has the digest of all that stands above it: what was changed or added since is noticed, wherever it stands. */
export function sealedText(name: string, line: (digest: string) => string): SealedText {
  const sealOf = (body: string): string => line(createHash("sha256").update(body).digest("hex"));
  const isOurs = async ({ path }: StandingFile): Promise<boolean> => {
    const bytes = await readBytes(path, { maximumBytes: MAXIMUM_TEXT_BYTES }).catch(() => new Uint8Array());
    // As git writes it where it is told to.
    const text = new TextDecoder().decode(bytes).replaceAll("\r\n", "\n").trimEnd();
    const start = text.lastIndexOf("\n") + 1;
    return text.slice(start) === sealOf(text.slice(0, start));
  };
  const seal = (text: string): string => {
    const body = `${text.trimEnd()}\n\n`;
    return `${body}${sealOf(body)}\n`;
  };
  return { kind: { name, isOurs }, seal };
}

/** A JSON document of which this is true; anything that is none is another's. */
export function jsonDocument(name: string, isOurs: (document: Readonly<Record<string, unknown>>) => boolean): FileKind {
  return {
    name,
    isOurs: async ({ path }) => {
      try {
        const json: unknown = JSON.parse(
          new TextDecoder().decode(await readBytes(path, { maximumBytes: MAXIMUM_JSON_BYTES })),
        );
        return typeof json === "object" && json !== null && isOurs(json as Readonly<Record<string, unknown>>);
      } catch {
        return false;
      }
    },
  };
}

/** What only this project's own folders hold, where nothing stands in the way. */
export const workingFile: FileKind = { name: "working file", isOurs: () => true };
