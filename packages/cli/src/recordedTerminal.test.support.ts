/** A terminal that keeps what is printed, for tests. */
import { run } from "./main.js";
import type { Terminal } from "./terminal.js";

export interface Recorded {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

/** Runs a command in this process, as a user would type it. */
export async function runCommand(line: string, signal: AbortSignal = new AbortController().signal): Promise<Recorded> {
  const [out, notes]: [string[], string[]] = [[], []];
  const terminal: Terminal = {
    interactive: false,
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    status: () => {},
  };
  const code = await run(line.split(" ").filter(Boolean), terminal, signal);
  return { code, out: out.join("\n"), notes: notes.join("\n") };
}
