/** What every command is handed. */
import type { Command } from "commander";
import type { Terminal } from "./terminal.js";

export interface Context {
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Lets a command that is told to stop take so long to put things in order, where less than a second is not enough. */
  readonly mayTakeToStop?: (milliseconds: number) => void;
}

/** Adds a command to the program. */
export type AddCommand = (program: Command, context: Context) => void;
