/** How a child process ended, in words that say what to do. */
import type { ChildProcess } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last it wrote to stdout and stderr. */
  readonly tail: string;
}

const TAIL_CHARACTERS = 600;
const MEMORY_HINT = "choose a smaller size or batch, or close other programs";

/** Why a process ended before it answered, in words, and what to do about it. */
export function describeEnd({ code, signal, tail }: End): string {
  const wrote = tail === "" ? "" : `; it last wrote: ${tail}`;
  if (/heap out of memory|bad_alloc|cannot allocate memory/i.test(tail))
    return `ran out of memory: ${MEMORY_HINT}${wrote}`;
  if (signal === "SIGKILL" || code === 137) {
    return `was killed (SIGKILL), as a system does when memory runs out: ${MEMORY_HINT}${wrote}`;
  }
  if (signal !== null) return `the runtime crashed (${signal}): reinstall or update it, or leave it out${wrote}`;
  const ending = code === 0 ? "ended without an answer" : `ended with exit code ${code} before it answered`;
  return `the process ${ending}: run it again, or leave this runtime out${wrote}`;
}

/** Collects what a process writes, and returns a function that gives the end of it, on one line and without control characters. */
export function outputTail(child: ChildProcess): () => string {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => (text = (text + chunk).slice(-8 * TAIL_CHARACTERS)));
  }
  return () => {
    const line = stripVTControlCharacters(text)
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim();
    return line.length > TAIL_CHARACTERS ? `...${line.slice(-TAIL_CHARACTERS)}` : line;
  };
}
