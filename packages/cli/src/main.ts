/** Entry of the `linknet` command: parse, call, print. The only place that touches the process. */
import { LinknetError, UsageError } from "@linknet-kit/core";
import { hasStrayCode, strayError } from "@linknet-kit/files";
import { Command, CommanderError, type OutputConfiguration } from "commander";
import type { AddCommand } from "./commands/context.js";
import { loadCommands } from "./commands/index.js";
import { type Terminal, processTerminal } from "./terminal.js";
import { VERSION } from "./version.js";

const EXIT = { done: 0, failed: 1, usage: 2, bug: 70, interrupted: 130 };
/** What stops a command: Ctrl-C, a scheduler, a terminal that is closed or a connection that is lost; each with its exit code. */
const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.interrupted, SIGHUP: 129 };
/** How long a command that was told to stop may take to put things in order. */
const GRACE_MS = 800;

/** Runs the command and sets the exit code of this process. */
export async function main(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  // Kept before any file of a user's is loaded: theirs does not end the command.
  const exit = process.exit.bind(process);
  let interrupted: number | undefined;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      // The second one is of somebody who cannot wait.
      if (interrupted !== undefined) exit(interrupted);
      interrupted = code;
      interruption.abort();
      setTimeout(() => exit(code), GRACE_MS).unref();
    });
  }
  const terminal = processTerminal();
  process.on("uncaughtException", (cause) => {
    const error = strayError(cause);
    if (error === undefined) terminal.note(bugReport(cause));
    else describe(error, terminal);
    exit(error === undefined ? EXIT.bug : EXIT.failed);
  });
  const code = await run(args, terminal, interruption.signal);
  const failure = await terminal.finish();
  if (failure?.stream === "stdout") terminal.note(`error: the results could not be printed: ${failure.reason}`);
  process.exitCode = interrupted ?? (failure === undefined || code !== EXIT.done ? code : EXIT.failed);
  // Timers of a user's file would keep the process alive.
  if (hasStrayCode()) exit();
}

/** The exit code: 0 done, 1 a failure the user can act on, 2 wrong usage, 70 a bug, 130 interrupted. */
export async function run(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  try {
    const commands = await loadCommands(args);
    await program(commands, terminal, signal).parseAsync(args, { from: "user" });
    return signal.aborted ? EXIT.interrupted : EXIT.done;
  } catch (cause) {
    const error = isWithoutFolder(cause) ? new FolderGoneError({ cause }) : cause;
    const code = signal.aborted ? EXIT.interrupted : exitCodeOf(error);
    if (error instanceof LinknetError) describe(error, terminal);
    else if (signal.aborted) terminal.note("interrupted");
    else if (code === EXIT.bug) terminal.note(bugReport(error));
    return code;
  }
}

/** The folder that the command was started in was removed, and there is nothing that a relative path could start from. */
class FolderGoneError extends LinknetError {
  readonly code = "FOLDER_GONE";

  constructor(data: { readonly cause: unknown }) {
    super("the present folder is not there any more", { hint: "change to one that exists", cause: data.cause });
  }
}

function isWithoutFolder(cause: unknown): boolean {
  return cause instanceof Error && "syscall" in cause && cause.syscall === "uv_cwd";
}

function program(commands: readonly AddCommand[], terminal: Terminal, signal: AbortSignal): Command {
  const root = new Command("linknet")
    .description("Define, export, count, run and check networks for real-time semantic segmentation.")
    .version(VERSION)
    .helpOption("-h, --help", "what a command does, with examples")
    .addHelpText(
      "after",
      `\nSizes are WIDTHxHEIGHT. Start with:\n  linknet networks\n  linknet count linknet --size 640x360`,
    );
  for (const addCommand of commands) addCommand(root, { terminal, signal });
  for (const command of withCommandsBelow(root)) {
    command
      .exitOverride()
      .configureOutput(outputTo(terminal))
      .showHelpAfterError(`(see "${nameOf(command)} --help")`);
  }
  return root;
}

function outputTo(terminal: Terminal): OutputConfiguration {
  return {
    writeOut: (text) => terminal.out(text.trimEnd().split("\n")),
    writeErr: (text) => terminal.note(text.trimEnd().split("\n")),
    // It quotes what was typed, so that only a suggestion of commander's own is a line of its own.
    outputError: (text) => {
      const [, error = "", suggestion] = /^(.*?)\n?(\(Did you mean [^\n]*\))?\n?$/s.exec(text) ?? [];
      terminal.note(suggestion === undefined ? error : [error, suggestion]);
    },
  };
}

function withCommandsBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withCommandsBelow)];
}

/** With the names of the commands that it stands under. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof LinknetError ? EXIT.failed : EXIT.bug;
}

function describe({ summary, details, hint }: LinknetError, terminal: Terminal): void {
  terminal.note([`error: ${summary}`, ...details, ...(hint === undefined ? [] : [`hint: ${hint}`])]);
}

function bugReport(error: unknown): readonly string[] {
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : String(error);
  return ["error: this is a bug in linknet-kit; please report it with the lines below", ...stack.split("\n")];
}
