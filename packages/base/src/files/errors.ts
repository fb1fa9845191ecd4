/** What can go wrong with a file, each with what the user can do about it. */
import { basename, dirname } from "node:path";
import { LinknetError } from "../errors.js";
import { systemCode } from "./systemCode.js";

interface FileFailure {
  readonly path: string;
  readonly cause?: unknown;
}

/** The folder that a file should go to does not exist, or is itself a file. */
export class FolderMissingError extends LinknetError {
  readonly code = "FOLDER_MISSING";

  constructor(data: FileFailure) {
    super(`there is no folder "${dirname(data.path)}" to write ${basename(data.path)} into`, {
      hint: "create the folder, or choose one that exists",
      cause: data.cause,
    });
  }
}

/** Permissions or a read-only file system forbid writing here. */
export class NotWritableError extends LinknetError {
  readonly code = "NOT_WRITABLE";

  constructor(data: FileFailure) {
    super(`"${data.path}" cannot be written: the folder or its file system does not allow it`, {
      hint: "choose a folder that you may write to",
      cause: data.cause,
    });
  }
}

/** The system's folder for temporary files cannot be used. */
export class TemporaryFolderError extends LinknetError {
  readonly code = "TEMPORARY_FOLDER";

  constructor(data: { readonly folder: string; readonly cause: unknown }) {
    super(`no temporary folder can be made in "${data.folder}": ${describeTemporary(data.cause)}`, {
      hint: "set the environment variable TMPDIR to a folder with room that you may write to",
      cause: data.cause,
    });
  }
}

function describeTemporary(cause: unknown): string {
  switch (systemCode(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such folder";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return "you may not write there";
    case "ENOSPC":
    case "EDQUOT":
      return "there is no room left";
    case "DISK_FULL":
      return "there is no room left";
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}

/** The disk, the quota or the limit on a file's size is reached. */
export class DiskFullError extends LinknetError {
  readonly code = "DISK_FULL";

  constructor(data: FileFailure) {
    super(`there is no room left to write "${data.path}"; nothing of it was kept`, {
      hint: "free some space, or choose a folder on another disk",
      cause: data.cause,
    });
  }
}

/** The path names a folder, a device or a pipe where a file is expected. */
export class NotAFileError extends LinknetError {
  readonly code = "NOT_A_FILE";

  constructor(data: FileFailure & { readonly kind: "folder" | "special file" }) {
    super(`"${data.path}" is a ${data.kind}, not a file`, { hint: "give the path of a file", cause: data.cause });
  }
}

/** Something other than a folder is in the way of one, or is given for one. */
export class NotAFolderError extends LinknetError {
  readonly code = "NOT_A_FOLDER";

  constructor({ path, isRead = false, cause }: FileFailure & { readonly isRead?: boolean }) {
    super(`"${path}" ${isRead ? "is no folder" : "cannot be made"}: it, or something above it, is a file`, {
      hint: isRead ? "give the path of a folder" : "choose another folder",
      cause,
    });
  }
}

/** Two processes must not write one file, nor into one folder. */
export class LockedError extends LinknetError {
  readonly code = "LOCKED";

  constructor(data: { path: string; lock: string; holder: string }) {
    super(`${data.path} is being written by ${data.holder}`, {
      hint: `wait for it, name another place, or delete the folder ${data.lock} if that process is gone`,
    });
  }
}

export class FileMissingError extends LinknetError {
  readonly code = "FILE_MISSING";

  constructor(data: FileFailure & { readonly kind?: "file" | "folder" }) {
    super(`there is no ${data.kind ?? "file"} "${data.path}"`, { hint: "check the path", cause: data.cause });
  }
}

export class FileTooLargeError extends LinknetError {
  readonly code = "FILE_TOO_LARGE";

  constructor(data: FileFailure & { readonly bytes: number; readonly maximumBytes: number }) {
    super(`"${data.path}" has ${data.bytes} bytes, more than the ${data.maximumBytes} that are read`);
  }
}

/** Any other failure of the system while reading or writing; its own words are in the message. */
export class FileAccessError extends LinknetError {
  readonly code = "FILE_ACCESS";

  constructor(data: FileFailure & { readonly action: "read" | "written" }) {
    const reason = data.cause instanceof Error ? data.cause.message : String(data.cause);
    super(`"${data.path}" cannot be ${data.action}: ${reason}`, { cause: data.cause });
  }
}

/** The error of this project for one that the system raised while writing `path`. */
export function writeError(path: string, cause: unknown): LinknetError {
  switch (systemCode(cause)) {
    case "ENOENT":
    case "ENOTDIR":
      return new FolderMissingError({ path, cause });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new NotWritableError({ path, cause });
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new DiskFullError({ path, cause });
    default:
      return new FileAccessError({ path, action: "written", cause });
  }
}

/** The same while reading what a folder has. */
export function readFolderError(path: string, cause: unknown): LinknetError {
  const code = systemCode(cause);
  if (code === "ENOENT") return new FileMissingError({ path, kind: "folder", cause });
  if (code === "ENOTDIR") return new NotAFolderError({ path, isRead: true, cause });
  return new FileAccessError({ path, action: "read", cause });
}

/** The error of this project for one that the system raised while reading `path`. */
export function readError(path: string, cause: unknown): LinknetError {
  const code = systemCode(cause);
  if (code === "ENOENT" || code === "ENOTDIR") return new FileMissingError({ path, cause });
  return new FileAccessError({ path, action: "read", cause });
}
