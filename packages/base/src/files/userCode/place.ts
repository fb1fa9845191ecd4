/** Where in a user's own files an error comes from. */
import { dirname, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A file and, where it is known, the line in it, from 1. */
export interface Place {
  readonly path: string;
  readonly line?: number;
}

/** Where the packages of this project stand, which may be below a user's folder. */
const OURS = fileURLToPath(new URL("../../../..", import.meta.url));
const FRAME = /(?:\(|at (?:async )?)((?:file:\/\/)?[^\s()][^()]*?):(\d+):\d+\)?$/;

/**
 * The innermost frame of an error's stack that lies in the user's file, or else in its folder and in no installed package: what is
 * called from there is not the user's to mend.
 */
export function placeOf({ stack = "" }: Error, path: string): Place | undefined {
  const frames = stack.split("\n").flatMap((line): readonly Required<Place>[] => {
    const [, file, number] = FRAME.exec(line.trim()) ?? [];
    return file === undefined ? [] : [{ path: pathOf(file), line: Number(number) }];
  });
  const folder = dirname(path) + sep;
  const isNear = (each: string): boolean => each.startsWith(folder) && !isInstalled(each) && !each.startsWith(OURS);
  return frames.find((frame) => frame.path === path || isNear(frame.path));
}

function isInstalled(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}

function pathOf(file: string): string {
  return file.startsWith("file://") ? fileURLToPath(file) : file;
}
