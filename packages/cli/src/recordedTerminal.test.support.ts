/** A terminal that keeps what is printed, for tests. */
import { Writable } from "node:stream";
import { run } from "./main.js";
import { type OutputStream, processTerminal } from "./terminal.js";

export interface Recorded {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

/** Runs a command in this process, as a user would type it; what it prints is without the last line's end. */
export async function runCommand(line: string, signal?: AbortSignal): Promise<Recorded> {
  return await runWords(line.split(" ").filter(Boolean), signal);
}

/** The same with words that may hold anything. */
export async function runWords(
  words: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Recorded> {
  const [stdout, stderr] = [recordingStream(), recordingStream()];
  const terminal = processTerminal({ stdout: stdout.stream, stderr: stderr.stream }, {});
  const code = await run(words, terminal, signal);
  await terminal.finish();
  return { code, out: stdout.text().replace(/\n$/, ""), notes: stderr.text().replace(/\n$/, "") };
}

/** A stream that keeps what is written; a terminal where that is asked for. */
export function recordingStream(options: Partial<Pick<OutputStream, "isTTY" | "columns" | "hasColors">> = {}) {
  let text = "";
  const writable = new Writable({
    write: (chunk: Buffer, _, done) => {
      text += chunk.toString();
      done();
    },
  });
  const stream = Object.assign(writable, { isTTY: false, columns: 80, ...options }) as unknown as OutputStream;
  return { stream, text: () => text };
}
