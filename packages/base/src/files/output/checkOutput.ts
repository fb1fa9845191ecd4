/** Whether a file may be written: what stands there is replaced only where that loses nothing. */
import { type Stats, constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { FolderMissingError, NotAFileError, NotAFolderError, NotWritableError, writeError } from "../errors.js";
import { NotReplacedError, OutputIsInputError } from "./errors.js";
import { type FileKind, readEnds } from "./fileKind.js";
import { resolveOutput } from "./resolveOutput.js";

export interface OutputRule {
  /** Whether a file of another kind is replaced all the same. */
  readonly force?: boolean | undefined;
  /** What the command reads. It is never written, whatever is forced, by whatever name it is called. */
  readonly inputs?: readonly string[] | undefined;
  /** Whether folders that are missing are made. */
  readonly makeFolders?: boolean | undefined;
}

export interface Output {
  readonly path: string;
  readonly kind: FileKind;
}

/** Rejects for the first output that must not or cannot be written; for before anything that takes long. Nothing is changed. */
export async function checkOutputs(outputs: readonly Output[], rule: OutputRule = {}): Promise<void> {
  for (const output of outputs) await checkOutput(output, rule);
}

/** The same for one, and where it really goes. */
export async function checkOutput({ path, kind }: Output, rule: OutputRule = {}): Promise<string> {
  const target = await resolveOutput(path);
  const standing = await stat(target).catch(() => undefined);
  await checkFolder(path, target, rule.makeFolders === true);
  if (standing === undefined) return target;
  if (!standing.isFile()) throw new NotAFileError({ path, kind: standing.isDirectory() ? "folder" : "special file" });
  for (const input of rule.inputs ?? []) {
    if (await isSame(input, standing)) throw new OutputIsInputError({ path, input });
  }
  await checkSticky(path, target, standing);
  if (rule.force !== true && !(await mayBeReplaced(target, kind))) throw new NotReplacedError({ path, kind });
  return target;
}

/** Two names of one file, through links of either kind, have one number on one device. */
async function isSame(path: string, { dev, ino }: Stats): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats !== undefined && stats.dev === dev && stats.ino === ino;
}

/** An empty file holds nothing that could be lost; one that cannot be read may hold anything. */
async function mayBeReplaced(target: string, kind: FileKind): Promise<boolean> {
  const ends = await readEnds(target).catch(() => undefined);
  return ends !== undefined && (ends.bytes === 0 || (await kind.isOurs(ends)));
}

/** The folder, or the nearest that exists above it where folders are made, takes files. */
async function checkFolder(path: string, target: string, makeFolders: boolean): Promise<void> {
  let folder = dirname(target);
  let stats = await stat(folder).catch(() => undefined);
  if (stats === undefined && !makeFolders) throw new FolderMissingError({ path });
  while (stats === undefined && dirname(folder) !== folder) {
    folder = dirname(folder);
    stats = await stat(folder).catch(() => undefined);
  }
  if (stats?.isDirectory() !== true) {
    throw makeFolders ? new NotAFolderError({ path: dirname(path) }) : new FolderMissingError({ path });
  }
  await access(folder, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw writeError(path, cause);
  });
}

/** In a folder such as /tmp a file is replaced only by its owner, or the folder's: known here before work is lost to it. */
async function checkSticky(path: string, target: string, file: Stats): Promise<void> {
  const folder = await stat(dirname(target));
  const user = process.geteuid?.();
  if ((folder.mode & 0o1000) === 0 || user === undefined || user === 0) return;
  if (file.uid !== user && folder.uid !== user) throw new NotWritableError({ path });
}
