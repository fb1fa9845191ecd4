/** Writes beside, then renames: a file is there whole or not at all, whatever stops the writing. */
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { tellDeed } from "./deeds.js";
import { writeError } from "./errors.js";
import { makeFolder, removeEmpty } from "./folders.js";
import { removeLeftovers } from "./leftovers.js";
import { type Output, type OutputRule, checkOutput, checkOutputs } from "./output/checkOutput.js";
import { keepTemporary, removeTemporary, temporaryBeside } from "./temporaryFiles.js";

/** Chunks are asked for one at a time, so that a file larger than memory can be written. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface FileToWrite extends Output {
  readonly content: FileContent;
  /** Bytes that are known once the content is, and where in it they go. */
  readonly amend?: (() => { readonly bytes: Uint8Array; readonly at: number }) | undefined;
}

export interface WriteOptions extends OutputRule {
  /** Looked at between chunks; what it was aborted with is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** A file written under a temporary name, waiting for its own. */
interface StagedFile {
  readonly temporary: string;
  readonly target: string;
  readonly bytes: number;
}

/**
 * Writes one file and answers its size in bytes. An existing file of its kind is replaced, its permissions kept, any other is a
 * `NotReplacedError`; a link is followed. On any error, or when `signal` is aborted, the old file stays as it was and nothing new is left.
 */
export async function writeFileAtomically(file: FileToWrite, options: WriteOptions = {}): Promise<number> {
  const [bytes] = await writeFilesAtomically([file], options);
  return bytes!;
}

/**
 * Writes files that belong together, the last of which refers to the others, and answers their sizes. They take their names only
 * when all are written; an older version of the last one is removed before that, so that it never stands beside newer companions.
 */
export async function writeFilesAtomically(
  files: readonly FileToWrite[],
  options: WriteOptions = {},
): Promise<readonly number[]> {
  const temporaries: string[] = [];
  const folders: string[] = [];
  // Of the file before: the disk takes it while the content of the next is made.
  let flushed: Promise<void> = Promise.resolve();
  try {
    const staged: StagedFile[] = [];
    for (const file of files) {
      const target = await checkOutput(file, options);
      if (options.makeFolders === true) folders.push(...(await makeFolder(dirname(target))));
      await removeLeftovers(dirname(target));
      const temporary = temporaryBeside(target);
      temporaries.push(temporary);
      const written = await stage(file, { target, temporary }, options, flushed);
      flushed = written.flush();
      // It is waited for below; until then nobody listens.
      flushed.catch(() => undefined);
      staged.push({ temporary, target, bytes: written.bytes });
    }
    await flushed;
    options.signal?.throwIfAborted();
    // Again, since somebody may have written there in the meantime.
    await checkOutputs(files, options);
    await commit(staged);
    for (const { target, bytes } of staged) tellDeed({ did: "wrote", path: target, bytes });
    return staged.map(({ bytes }) => bytes);
  } finally {
    await flushed.catch(() => undefined);
    for (const temporary of temporaries) await removeTemporary(temporary);
    // Where all went well there is something in each.
    await removeEmpty(folders);
  }
}

/** Writes a file, and waits until the one before is on the disk; this one is there after `flush`. */
async function stage(
  { path, content, amend }: FileToWrite,
  { target, temporary }: Pick<StagedFile, "target" | "temporary">,
  { signal }: WriteOptions,
  before: Promise<void>,
): Promise<{ readonly bytes: number; readonly flush: () => Promise<void> }> {
  const existing = await stat(target).catch(() => undefined);
  const handle = await reporting(path, () => open(temporary, "wx"));
  try {
    if (existing !== undefined) await reporting(path, () => handle.chmod(existing.mode));
    let bytes = 0;
    for await (const chunk of chunksOf(content)) {
      signal?.throwIfAborted();
      await reporting(path, () => handle.writeFile(chunk));
      bytes += chunk.byteLength;
    }
    const amended = amend?.();
    if (amended !== undefined) {
      await reporting(path, () => handle.write(amended.bytes, 0, amended.bytes.length, amended.at));
    }
    await before;
    return { bytes, flush: () => flush(path, handle) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Closes the file when the disk has it: without this a power failure could leave the new name on an empty file. */
async function flush(path: string, handle: FileHandle): Promise<void> {
  try {
    await reporting(path, () => handle.sync());
  } finally {
    await handle.close();
  }
}

async function commit(staged: readonly StagedFile[]): Promise<void> {
  const last = staged.at(-1);
  if (last !== undefined && staged.length > 1) await reporting(last.target, () => rm(last.target, { force: true }));
  for (const { temporary, target } of staged) {
    await reporting(target, () => rename(temporary, target));
    keepTemporary(temporary);
  }
}

function chunksOf(content: FileContent): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (typeof content === "string") return [Buffer.from(content)];
  return content instanceof Uint8Array ? [content] : content;
}

/** Gives the system's errors this project's words; errors of the content itself pass unchanged. */
async function reporting<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw writeError(path, cause);
  }
}
