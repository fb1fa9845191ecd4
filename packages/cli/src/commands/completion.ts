/** `linknet completion`: a script with which a shell completes linknet's commands, options and their values. */
import { Argument, type Command } from "commander";
import { knownName } from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { verbatim } from "../line.js";

const SHELLS = ["bash", "zsh", "fish"] as const;

const EXAMPLES = `
Examples:
  source <(linknet completion bash)                   in ~/.bashrc; zsh alike, in ~/.zshrc
  linknet completion fish > ~/.config/fish/completions/linknet.fish`;

export const addCompletion: AddCommand = (program, context) => {
  program
    .command("completion")
    .description("a script with which your shell completes commands, options and their values")
    .addArgument(offer(new Argument("<shell>", "bash, zsh or fish").argParser(knownName("shell", SHELLS)), SHELLS))
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (shell: (typeof SHELLS)[number]) => {
      const [{ loadCommands }, { makeProgram }, { readSurface }, { renderBash, renderZsh }, { renderFish }] =
        await Promise.all([
          import("./index.js"),
          import("../program.js"),
          import("../completion/surface.js"),
          import("../completion/bash.js"),
          import("../completion/fish.js"),
        ]);
      const all: Command = makeProgram(await loadCommands([]), "", context);
      const render = { bash: renderBash, zsh: renderZsh, fish: renderFish }[shell];
      context.terminal.out(verbatim(render(await readSurface(all))));
    });
};
