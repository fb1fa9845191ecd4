/** `linknet compare`: two result files of one machine, cell by cell. */
import type { AddCommand } from "../context.js";
import { fitted } from "../helpText.js";
import { paintFirstWord } from "../paintWords.js";
import { withProgress } from "../progress.js";
import { SlowerError } from "../slowerError.js";

const EXAMPLES = `
Examples:
  linknet compare before.json after.json
  linknet compare before.json after.json --json

Runs that lie apart in time also differ by what the machine did meanwhile, so only more than 15 % counts. "linknet bench
--against" runs both in turn and sees 5 %.`;

export const addCompare: AddCommand = (program, { terminal }) => {
  program
    .command("compare")
    .description("two result files of one machine, cell by cell: pass, fail or inconclusive")
    .argument("<base>", "a file that linknet bench wrote")
    .argument("<candidate>", "another")
    .option("--json", "one JSON document on stdout")
    .addHelpText("after", fitted(EXAMPLES))
    .action(async (base: string, candidate: string, { json }: { readonly json?: boolean }) => {
      const [{ readResultFile }, { compareResults, makeReport, renderText }] = await Promise.all([
        import("@linknet-kit/results/files"),
        import("@linknet-kit/gate"),
      ]);
      const [before, after] = [await readResultFile(base), await readResultFile(candidate)];
      const findings = await withProgress(terminal, {}, async (progress) => {
        const onCell = (index: number, cells: number): void => {
          progress.setTotal(cells);
          if (index > 1) progress.done();
          progress.at("comparing");
        };
        return compareResults(before, after, { onCell });
      });
      const report = makeReport(base, findings);
      if (json === true) terminal.json(report);
      else terminal.out(renderText(report, { verbose: terminal.isVerbose }).map(paintFirstWord));
      if (report.verdict === "fail") throw new SlowerError(report);
    });
};
