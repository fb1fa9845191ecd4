/** What becomes of a command that fails: its exit code, what people read on stderr, and with `--json` the document on stdout. */
import { LinknetError, UsageError } from "@linknet-kit/base";
import { CommanderError } from "commander";
import type { Line } from "./line.js";
import type { Terminal } from "./terminal.js";

export const EXIT = { done: 0, failed: 1, usage: 2, bug: 70, interrupted: 130 };

/** What `--json` prints where there is nothing else to print. */
interface ErrorDocument {
  readonly error: {
    /** A `LinknetError`'s code, or `USAGE`, `INTERRUPTED` or `BUG`. */
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly details?: readonly string[];
  };
}

/** 0 done, 1 a failure the user can act on, 2 wrong usage, 70 a bug. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof LinknetError ? EXIT.failed : EXIT.bug;
}

/** Prints why the command failed, once: commander has told already of what it found itself. */
export function tellFailure(error: unknown, terminal: Terminal, isInterrupted: boolean): void {
  if (error instanceof LinknetError) terminal.problem(describe(error));
  else if (isInterrupted) terminal.problem("interrupted");
  else if (!(error instanceof CommanderError)) terminal.problem(bugReport(error));
  for (const cause of causesOf(error)) terminal.detail(`because of: ${cause}`);
}

/** The document of a failure whose command printed none; nothing where there is no failure, such as for help. */
export function errorDocument(error: unknown, isInterrupted: boolean): ErrorDocument | undefined {
  if (error instanceof LinknetError) {
    const { code, summary: message, details, hint } = error;
    return {
      error: { code, message, ...(hint === undefined ? {} : { hint }), ...(details.length === 0 ? {} : { details }) },
    };
  }
  if (isInterrupted) return { error: { code: "INTERRUPTED", message: "interrupted" } };
  if (!(error instanceof CommanderError)) return { error: { code: "BUG", message: String(error) } };
  if (error.exitCode === 0) return undefined;
  return { error: { code: "USAGE", message: describeUsage(error.message) } };
}

/**
 * What commander says of wrong words, as this project says it of its own. It quotes what was typed, which may have several lines; only a
 * suggestion is another line.
 */
export function describeUsage(text: string): string {
  const [, message = "", meant] = /^(?:error: )?(.*?)\n?(?:\(Did you mean ([^\n]*)\?\))?\n?$/s.exec(text) ?? [];
  const quoted = message.replace(/^unknown (command|option) '(.*)'$/s, 'there is no $1 "$2"');
  const names = meant?.replace(/^one of /, "").split(", ");
  return names === undefined ? quoted : `${quoted}; did you mean ${names.map((name) => `"${name}"`).join(" or ")}?`;
}

function bugReport(error: unknown): readonly Line[] {
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : String(error);
  return ["error: this is a bug in linknet-kit; please report it with the lines below", ...stack.split("\n")];
}

function describe({ summary, details, hint }: LinknetError): readonly Line[] {
  // Other programs' words are theirs, and not painted as ours.
  return [
    `error: ${summary}`,
    ...details.map((line): Line => [line]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ];
}

function causesOf(error: unknown): readonly string[] {
  const causes: string[] = [];
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    causes.push(cause.message);
  }
  return causes;
}
