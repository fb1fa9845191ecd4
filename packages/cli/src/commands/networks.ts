/** `linknet networks`: what can be counted, exported and measured. */
import { DEFAULT_OPTIONS, networks } from "@linknet-kit/models";
import type { AddCommand } from "../context.js";
import { renderTable } from "../table.js";

export const addNetworks: AddCommand = (program, { terminal }) => {
  program
    .command("networks")
    .description("the networks, the image sizes they take, their papers")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", "\nExamples:\n  linknet networks\n  linknet networks --json")
    .action(({ json }: { json?: boolean }) => {
      if (json === true) {
        const list = networks.map(({ name, title, paper, minimumSide, sizes, defaults = {} }) => ({
          name,
          title,
          paper,
          minimumSide,
          sizes,
          defaults,
        }));
        terminal.json({ networks: list, defaults: DEFAULT_OPTIONS });
        return;
      }
      const table = renderTable(
        [
          { title: "network", text: ({ name }) => name },
          { title: "paper", text: ({ paper }) => `${paper.authors} ${paper.year}, ${paper.url}` },
        ],
        networks,
      );
      const sizes = [...new Set(networks.map((network) => network.sizes))].map((text) => {
        const own = networks.filter((network) => network.sizes === text).map(({ name }) => name);
        return `Sizes of ${own.join(", ")}: ${text}.`;
      });
      const { size, classes, batch, width } = DEFAULT_OPTIONS;
      const options = `--size ${size.width}x${size.height} --classes ${classes} --batch ${batch} --width ${width}`;
      terminal.out([...table, "", ...sizes, `Options of all: ${options} (the defaults${ownClasses()}).`]);
    });
};

/** The networks with another number of classes, in words. */
function ownClasses(): string {
  const counts = [...new Set(networks.flatMap(({ defaults }) => defaults?.classes ?? []))];
  return counts
    .map((classes) => {
      const own = networks.filter(({ defaults }) => defaults?.classes === classes).map(({ name }) => name);
      return `; --classes ${classes} of ${own.join(", ")}`;
    })
    .join("");
}
