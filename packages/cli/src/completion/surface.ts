/** The command line as shells complete it, read from commander's own definitions. */
import type { Argument, Command, Option } from "commander";
import { valuesOf } from "./offer.js";

/** What may stand for an option's value or an argument. */
export interface Words {
  readonly values: readonly string[];
  readonly files: "none" | "files" | "folders";
}

export interface CompletedOption {
  /** As typed: `-o`, `--output`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Of the value that it takes; absent where it takes none. */
  readonly value?: Words;
}

export interface CompletedCommand {
  /** From the program's own on: `[]`, `["fleet"]`, `["fleet", "github"]`. */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** Of all its arguments together. */
  readonly arguments: Words;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
}

/** Every command with the options that it shares with the program; the program itself comes first. */
export async function readSurface(program: Command): Promise<readonly CompletedCommand[]> {
  return await readBelow(program, [], []);
}

async function readBelow(
  command: Command,
  path: readonly string[],
  shared: readonly Option[],
): Promise<readonly CompletedCommand[]> {
  const help = command.createHelp();
  const options = [...new Set([...help.visibleOptions(command), ...shared])];
  const commands = help.visibleCommands(command);
  const own: CompletedCommand = {
    path,
    description: command.description(),
    options: await Promise.all(options.map(completeOption)),
    arguments: merge(await Promise.all(command.registeredArguments.map(wordsOf))),
    commands: commands.map((each) => ({ name: each.name(), description: help.subcommandDescription(each) })),
  };
  const below = command.commands.map((each) =>
    readBelow(each, [...path, each.name()], path.length === 0 ? command.options : shared),
  );
  return [own, ...(await Promise.all(below)).flat()];
}

async function completeOption(option: Option): Promise<CompletedOption> {
  const flags = [option.short, option.long].filter((flag) => flag != null);
  const { description } = option;
  return option.required || option.optional
    ? { flags, description, value: await wordsOf(option) }
    : { flags, description };
}

/** The name of what is taken says whether it is a file, as in `--output <file>`; whatever has values of its own may be a file, too, or not. */
async function wordsOf(subject: Option | Argument): Promise<Words> {
  const name = "flags" in subject ? (/<(.*)>/.exec(subject.flags)?.[1] ?? "") : subject.name();
  const files = FOLDERS.test(name) ? "folders" : FILES.test(name) ? "files" : "none";
  return { values: await valuesOf(subject), files };
}

const FOLDERS = /^dir$/;
const FILES = /^(?:files?|models?|networks|artifacts|results|plan|base|candidate|devices)$/;

function merge(all: readonly Words[]): Words {
  return {
    values: [...new Set(all.flatMap(({ values }) => values))],
    files: all.some(({ files }) => files === "files") ? "files" : "none",
  };
}
