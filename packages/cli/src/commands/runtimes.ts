/** `linknet runtimes`: what runs on this machine, and what does not and why. */
import { type Availability, type Runtime, probeRuntimes, trtexecRuntime } from "@linknet-kit/runtimes";
import type { AddCommand } from "../context.js";
import { type Line, paint } from "../line.js";
import { withProgress } from "../progress.js";
import { runtimeTable } from "../runtimeTable.js";
import { renderTable } from "../table.js";

type Probed = { readonly name: string } & Availability;

export const addRuntimes: AddCommand = (program, { terminal, signal }) => {
  program
    .command("runtimes")
    .description("what runs on this machine: versions, devices, threads; what does not, why, and how to get it")
    .option("--device <user@host>", "ask trtexec on this device, over ssh, and no other runtime")
    .option("--json", "one JSON document on stdout")
    .addHelpText(
      "after",
      "\nExamples:\n  linknet runtimes\n  linknet runtimes --device nvidia@tx1    a Jetson, see docs/jetson.md",
    )
    .action(async ({ device, json }: { device?: string; json?: boolean }) => {
      const asked = device === undefined ? runtimeTable : [trtexecRuntime(device)];
      const found = await withProgress(terminal, { total: asked.length }, async (progress) => {
        const onAsk = (together: readonly Runtime[]): void =>
          progress.at(`asking ${together.map(({ name }) => name).join(", ")}`);
        const onAnswer = (together: readonly Runtime[]): void => together.forEach(() => progress.done());
        return await probeRuntimes(asked, { signal, onAsk, onAnswer });
      });
      const probed = [...found].map(([name, availability]): Probed => ({ name, ...availability }));
      if (json === true) terminal.json({ runtimes: probed });
      else terminal.out(renderProbed(probed));
    });
};

/** What is here as a table, and below it, a line each, why the others are not. */
function renderProbed(probed: readonly Probed[]): readonly Line[] {
  const here = probed.filter((row) => row.available);
  const absent = probed.filter((row) => !row.available);
  const table = renderTable(
    [
      { title: "runtime", text: ({ name }) => name },
      { title: "threads", text: ({ threads }) => String(threads), align: "right" },
      { title: "version, device", text: ({ version, device }) => `${version}, ${device}` },
    ],
    here,
  );
  return [
    ...(here.length === 0 ? [] : table),
    ...absent.map(({ name, reason }): Line => [paint("yellow", "unavailable"), `: ${name}: ${reason}`]),
    ...renderRemedies(probed),
  ];
}

/** A line for each command, as one may add several runtimes. */
function renderRemedies(probed: readonly Probed[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const row of probed) {
    if (!row.available) names.set(row.remedy, [...(names.get(row.remedy) ?? []), row.name]);
  }
  return [...names].map(([remedy, own]) => `To add ${own.join(", ")}: ${remedy}`);
}
