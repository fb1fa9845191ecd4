/** A script that completes the command line in fish. */
import type { CompletedCommand, CompletedOption, Words } from "./surface.js";

export function renderFish(surface: readonly CompletedCommand[]): string {
  return [
    '# What "linknet completion fish" prints. To keep it: linknet completion fish > ~/.config/fish/completions/linknet.fish',
    "complete -c linknet -f",
    ...surface.flatMap(completeCommand),
  ].join("\n");
}

function completeCommand({ path, options, commands, ...command }: CompletedCommand): readonly string[] {
  const here = `complete -c linknet -n ${quote(conditionOf(path, commands))}`;
  return [
    ...commands.map(({ name, description }) => `${here} -a ${quote(name)} -d ${quote(description)}`),
    ...offered(command.arguments).map((words) => `${here} ${words}`),
    ...options.map((option) => `${here} ${completeOption(option)}`),
  ];
}

/** Within these commands and none below them. */
function conditionOf(path: readonly string[], commands: CompletedCommand["commands"]): string {
  const below = commands.map(({ name }) => name).join(" ");
  const within = path.map((name) => `__fish_seen_subcommand_from ${name}`);
  return [...within, ...(below === "" ? [] : [`not __fish_seen_subcommand_from ${below}`])].join("; and ");
}

function completeOption({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const takes = value === undefined ? [] : ["-r", ...offered(value)];
  return [...names, ...takes, `-d ${quote(description)}`].join(" ");
}

function offered({ values, files }: Words): readonly string[] {
  return [...(files === "none" ? [] : ["-F"]), ...(values.length === 0 ? [] : [`-a ${quote(values.join(" "))}`])];
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
