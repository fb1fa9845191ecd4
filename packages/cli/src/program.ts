/** The command line as commander knows it: the commands, the options of all of them, and how it prints what it finds. */
import { findByName } from "@linknet-kit/base";
import { type Deed, listenToDeeds } from "@linknet-kit/base/files";
import { Argument, Command, Option, type OutputConfiguration } from "commander";
import { offer } from "./completion/offer.js";
import type { AddCommand, Context } from "./context.js";
import { describeUsage } from "./failures.js";
import { paintFirstWord, paintHelp } from "./paintWords.js";
import type { Terminal } from "./terminal.js";
import { describeVersion } from "./version.js";

interface GlobalFlags {
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `version` is what `--version` prints. */
export function makeProgram(commands: readonly AddCommand[], version: string, context: Context): Command {
  const { terminal } = context;
  const root = new Command("linknet")
    .description("Define, export, count, run and check networks for real-time semantic segmentation.")
    .version(version)
    .helpOption("-h, --help", "what a command does, with examples")
    .addOption(new Option("-q, --quiet", "results and errors only: no progress, no notes").conflicts("verbose"))
    .option("--verbose", "what is done, too: versions, files, other processes, times")
    .addHelpText(
      "after",
      `\nSizes are WIDTHxHEIGHT. Start with:\n  linknet networks\n  linknet count linknet --size 640x360`,
    )
    .hook("preAction", async (program) => await applyGlobalFlags(program.opts<GlobalFlags>(), terminal));
  for (const addCommand of commands) addCommand(root, context);
  for (const command of withCommandsBelow(root)) {
    if (command.commands.length > 0) addHelpCommand(command);
  }
  for (const command of withCommandsBelow(root)) {
    for (const option of command.options) describeDefault(option);
    command
      .exitOverride()
      .configureOutput(outputTo(terminal))
      .configureHelp({ showGlobalOptions: command !== root })
      .showHelpAfterError(`hint: see "${nameOf(command)} --help"`);
  }
  return root;
}

async function applyGlobalFlags({ quiet = false, verbose = false }: GlobalFlags, terminal: Terminal): Promise<void> {
  terminal.setVerbosity(quiet ? "quiet" : verbose ? "verbose" : "usual");
  if (!verbose) return;
  const { version, platform, arch } = process;
  terminal.detail(`linknet ${await describeVersion()}, Node ${version}, ${platform} ${arch}`);
  listenToDeeds((deed) => terminal.detail(describeDeed(deed)));
}

function outputTo(terminal: Terminal): OutputConfiguration {
  const linesOf = (text: string): readonly string[] => text.trimEnd().split("\n");
  return {
    writeOut: (text) => terminal.out(linesOf(text).map(paintHelp)),
    writeErr: (text) => terminal.problem(linesOf(text).map(paintHelp)),
    outputError: (text) => terminal.problem([paintFirstWord(`error: ${describeUsage(text)}`)]),
  };
}

/** In place of commander's own, which prints all of the help where there is no such command, and knows none below another. */
function addHelpCommand(command: Command): void {
  const names = command.commands.map((each) => each.name());
  command
    .helpCommand(false)
    .command("help")
    .description("what a command does, with examples")
    .addArgument(offer(new Argument("[command...]", "its name"), names))
    .addHelpText("after", `\nExample:\n  ${nameOf(command)} help ${names[0]}`)
    .action((words: readonly string[]) => findBelow(command, words).help());
}

/** The command of these words; an `UnknownNameError` for a word that is none. What has no commands takes no more words. */
function findBelow(command: Command, words: readonly string[]): Command {
  return words.reduce((above, word) => {
    if (above.commands.length === 0) return above;
    const table = above.commands.map((each) => ({ name: each.name(), command: each }));
    return findByName("command", word, table).command;
  }, command);
}

/** Help shows what the option is otherwise as it would be typed, where nothing else is said of it. */
function describeDefault(option: Option): void {
  const value: unknown = option.defaultValue;
  if (value === undefined || option.defaultValueDescription !== undefined) return;
  const words = Array.isArray(value)
    ? value.map(typed)
    : typeof value === "object" && value !== null
      ? Object.entries(value).map(([key, each]) => `${key}=${typed(each)}`)
      : [typed(value)];
  option.default(value, words.join(",") || "none");
}

const typed = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function withCommandsBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withCommandsBelow)];
}

/** With the names of the commands that it stands under. */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function describeDeed(deed: Deed): string {
  if (deed.did === "ran") return `ran ${deed.command}: ${(deed.milliseconds / 1000).toFixed(2)} s`;
  return `${deed.did} ${deed.path}: ${deed.bytes.toLocaleString("en")} bytes`;
}
