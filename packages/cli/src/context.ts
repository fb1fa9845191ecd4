/** What every command is handed. */
import type { Command } from "commander";
import type { Terminal } from "./terminal.js";

export interface Context {
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Adds a command to the program. */
export type AddCommand = (program: Command, context: Context) => void;
