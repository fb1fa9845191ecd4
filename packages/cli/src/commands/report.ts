/** `linknet report`: results as a page and as text that people read, and as data that programs do. */
import { join } from "node:path";
import { mergeShards } from "@linknet-kit/bench/result";
import { checkOutputs, writeFileAtomically } from "@linknet-kit/files";
import { findByName } from "@linknet-kit/core";
import { listOf } from "../arguments.js";
import { type ReportFormat, reportFormats, sourceOf, usualFormats } from "../reportFormats.js";
import { type ForceFlag, addForce } from "../outputs.js";
import { readResultFiles, resultPaths } from "../resultFiles.js";
import type { AddCommand } from "./context.js";

interface ReportFlags extends ForceFlag {
  readonly format?: readonly ReportFormat[];
  readonly output: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  linknet report result.json -o report                report/report.html and report/report.md
  linknet report laptop.json server.json              machines side by side
  linknet report results/                             every result file of a folder, and a trend over time
  linknet report result.json --format csv,jsonl       results.csv and results.jsonl, for other programs`;

export const addReport: AddCommand = (program, { terminal, signal }) => {
  addForce(program.command("report").description("result files as one offline HTML page, as Markdown, or as data"))
    .argument("<results...>", "files that linknet bench wrote, or folders of such files")
    .option(
      "--format <names>",
      `${reportFormats.map(({ name }) => name).join(", ")}; several by commas (default: html,markdown)`,
      listOf((name) => findByName("format", name, reportFormats)),
    )
    .option("-o, --output <dir>", "folder, made where it is missing", ".")
    .option("--json", "the paths of what was written, as one JSON document")
    .addHelpText("after", EXAMPLES)
    .action(async (paths: readonly string[], { format = usualFormats, output, json, force }: ReportFlags) => {
      const rule = { force, inputs: await resultPaths(paths), makeFolders: true };
      const outputs = format.map(({ file, kind, render }) => ({ path: join(output, file), kind, render }));
      await checkOutputs(outputs, rule);
      const source = sourceOf(mergeShards(await readResultFiles(paths, terminal)));
      const written: string[] = [];
      for (const { path, kind, render } of outputs) {
        terminal.status(`rendering ${path} ...`);
        await writeFileAtomically({ path, kind, content: await render(source) }, { ...rule, signal });
        written.push(path);
      }
      if (json === true) terminal.json({ files: written });
      else terminal.out(written);
    });
};
