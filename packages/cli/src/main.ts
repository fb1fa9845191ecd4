/** Entry of the `linknet` command: parse, call, print. The only place that touches the process. */
import { LinknetError, UsageError } from "@linknet-kit/core";
import { Command, CommanderError } from "commander";
import type { AddCommand } from "./commands/context.js";
import { loadCommands } from "./commands/index.js";
import { type Terminal, processTerminal } from "./terminal.js";
import { VERSION } from "./version.js";

const EXIT = { done: 0, failed: 1, usage: 2, bug: 70, interrupted: 130 };
/** After Ctrl-C, how long a command may take to put things in order. */
const GRACE_MS = 800;

/** Runs the command and sets the exit code of this process. */
export async function main(args: readonly string[]): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort();
    setTimeout(() => process.exit(EXIT.interrupted), GRACE_MS).unref();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  process.exitCode = await run(args, processTerminal(), interruption.signal);
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
}

/** The exit code: 0 done, 1 a failure the user can act on, 2 wrong usage, 70 a bug, 130 interrupted. */
export async function run(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  try {
    const commands = await loadCommands(args);
    await program(commands, terminal, signal).parseAsync(args, { from: "user" });
    return signal.aborted ? EXIT.interrupted : EXIT.done;
  } catch (error) {
    const code = signal.aborted ? EXIT.interrupted : exitCodeOf(error);
    if (error instanceof LinknetError) describe(error, terminal);
    else if (signal.aborted) terminal.note("interrupted");
    else if (code === EXIT.bug) terminal.note(bugReport(error));
    return code;
  }
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
      .configureOutput({
        writeOut: (text) => terminal.out(text.trimEnd()),
        writeErr: (text) => terminal.note(text.trimEnd()),
      })
      .showHelpAfterError(`(see "${nameOf(command)} --help")`);
  }
  return root;
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

function describe({ message, hint }: LinknetError, terminal: Terminal): void {
  terminal.note(`error: ${message}`);
  if (hint !== undefined) terminal.note(`hint: ${hint}`);
}

function bugReport(error: unknown): string {
  const stack = error instanceof Error ? error.stack : String(error);
  return `error: this is a bug in linknet-kit; please report it with the lines below\n${stack}`;
}
