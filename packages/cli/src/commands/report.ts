/** `linknet report`: results as a page and as text that people read, and as data that programs do. */
import { join } from "node:path";
import { LinknetError, findByName } from "@linknet-kit/base";
import { checkOutputs, withReadFiles, writeFileAtomically } from "@linknet-kit/base/files";
import { mergeShards, readReportFiles, resultPaths } from "@linknet-kit/results/files";
import { Option } from "commander";
import { commaSeparated } from "../arguments.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { type ForceFlag, addForce, outputRule, reading } from "../outputs.js";
import { withProgress } from "../progress.js";
import { type ReportFormat, reportFormats, sourceOf, usualFormats } from "../reportFormats.js";

/** Latencies alone have columns and lines of their own. */
class NothingForFormatError extends LinknetError {
  readonly code = "NOTHING_FOR_FORMAT";

  constructor(data: { readonly formats: readonly string[] }) {
    super(
      `there is no result file among what was given, and ${data.formats.join(" and ")} would have nothing in them`,
      {
        hint: "accuracy files are JSON that programs read as it is; --format html,markdown reports them",
      },
    );
  }
}

function checkFormats(formats: readonly ReportFormat[], results: number): void {
  const needing = formats.filter((format) => !usualFormats.includes(format));
  if (results === 0 && needing.length > 0)
    throw new NothingForFormatError({ formats: needing.map(({ name }) => name) });
}

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
  linknet report accuracy.json runs/linknet result.json    accuracy, curves, and accuracy against latency
  linknet report result.json --format csv,jsonl       results.csv and results.jsonl, for other programs`;

const formatNames = reportFormats.map(({ name }) => name);

export const addReport: AddCommand = (program, { terminal, signal }) => {
  addForce(
    program
      .command("report")
      .description("latencies, accuracies and trainings as one offline HTML page, as Markdown, or as data"),
  )
    .argument(
      "<results...>",
      "files of linknet bench and linknet evaluate, folders of them, or folders of linknet train",
    )
    .addOption(
      offer(
        new Option(
          "--format <names>",
          `${formatNames.join(", ")}; several by commas (default: html,markdown)`,
        ).argParser(commaSeparated((name) => findByName("format", name, reportFormats))),
        formatNames,
      ),
    )
    .option("-o, --output <dir>", "folder, made where it is missing", ".")
    .option("--json", "the paths of what was written, as one JSON document")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (paths: readonly string[], { format = usualFormats, output, json, force }: ReportFlags) => {
      const given = outputRule(await resultPaths(paths), { force });
      const outputs = format.map(({ file, kind, render }) => ({ path: join(output, file), kind, render }));
      await checkOutputs(outputs, given);
      const written = await withProgress(terminal, { total: outputs.length }, async (progress) => {
        progress.at("reading results");
        const { value, files } = await withReadFiles(
          async () => await readReportFiles(paths, (line) => terminal.problem(line)),
        );
        const { results, ...learnt } = value;
        const rule = reading(given, files);
        await checkOutputs(outputs, rule);
        checkFormats(format, results.length);
        const source = sourceOf(mergeShards(results), learnt);
        for (const { path, kind, render } of outputs) {
          progress.at(`rendering ${path}`);
          await writeFileAtomically({ path, kind, content: await render(source) }, { ...rule, signal });
          progress.done();
        }
        return outputs.map(({ path }) => path);
      });
      if (json === true) terminal.json({ files: written });
      else terminal.out(written.map((file) => ({ row: [file] })));
    });
};
