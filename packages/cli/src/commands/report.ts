/** `linknet report`: results as a page and as text that people read, and as data that programs do. */
import { join } from "node:path";
import { type ResultFile, mergeShards } from "@linknet-kit/bench/result";
import { makeFolder, writeFileAtomically } from "@linknet-kit/files";
import { findByName } from "@linknet-kit/core";
import { listOf } from "../arguments.js";
import { readResultFiles } from "../resultFiles.js";
import type { AddCommand } from "./context.js";

interface Format {
  readonly name: string;
  readonly file: string;
  readonly render: (files: readonly ResultFile[]) => Promise<string>;
}

interface ReportFlags {
  readonly format?: readonly Format[];
  readonly output: string;
  readonly json?: boolean;
}

const predictions = async () => (await import("../predictedDevices.js")).predictedDevices();

/** Renderers are loaded when they are used: charts cost a fifth of a second. */
const FORMATS: readonly Format[] = [
  {
    name: "html",
    file: "report.html",
    render: async (files) => (await import("@linknet-kit/report")).renderHtml(files, await predictions()),
  },
  {
    name: "markdown",
    file: "report.md",
    render: async (files) => (await import("@linknet-kit/report")).renderMarkdown(files, await predictions()),
  },
  {
    name: "csv",
    file: "results.csv",
    render: async (files) => (await import("@linknet-kit/report/data")).renderCsv(files),
  },
  {
    name: "jsonl",
    file: "results.jsonl",
    render: async (files) => (await import("@linknet-kit/report/data")).renderJsonLines(files),
  },
];

/** For people; the others are for programs, and written when they are asked for. */
const USUAL = FORMATS.filter(({ name }) => name === "html" || name === "markdown");

const EXAMPLES = `
Examples:
  linknet report result.json -o report                report/report.html and report/report.md
  linknet report laptop.json server.json              machines side by side
  linknet report results/                             every result file of a folder, and a trend over time
  linknet report result.json --format csv,jsonl       results.csv and results.jsonl, for other programs`;

export const addReport: AddCommand = (program, { terminal, signal }) => {
  program
    .command("report")
    .description("result files as one offline HTML page, as Markdown, or as data")
    .argument("<results...>", "files that linknet bench wrote, or folders of such files")
    .option(
      "--format <names>",
      `${FORMATS.map(({ name }) => name).join(", ")}; several by commas (default: html,markdown)`,
      listOf((name) => findByName("format", name, FORMATS)),
    )
    .option("-o, --output <dir>", "folder, made where it is missing", ".")
    .option("--json", "the paths of what was written, as one JSON document")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: readonly string[], { format = USUAL, output, json }: ReportFlags) => {
      const files = mergeShards(await readResultFiles(paths, terminal));
      await makeFolder(output);
      const written: string[] = [];
      for (const { file, render } of format) {
        const path = join(output, file);
        terminal.status(`rendering ${path} ...`);
        await writeFileAtomically(path, await render(files), { signal });
        written.push(path);
      }
      terminal.out(json === true ? JSON.stringify({ files: written }, undefined, 2) : written.join("\n"));
    });
};
