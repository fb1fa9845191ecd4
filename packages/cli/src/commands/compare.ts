/** `linknet compare`: two result files of one machine, cell by cell. */
import { LinknetError } from "@linknet-kit/core";
import type { AddCommand } from "./context.js";

/** What was found is printed; this makes the command fail. */
class SlowerError extends LinknetError {
  readonly code = "SLOWER";

  constructor({ failed, cells }: { readonly failed: number; readonly cells: number }) {
    super(`${failed} of ${cells} cells are slower`, {
      hint: "linknet bench --against runs both in turn, which is surer than two runs apart",
    });
  }
}

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
    .addHelpText("after", EXAMPLES)
    .action(async (base: string, candidate: string, { json }: { readonly json?: boolean }) => {
      const [{ readResultFile }, { compareResults, makeReport, renderText }] = await Promise.all([
        import("@linknet-kit/bench/result"),
        import("@linknet-kit/gate"),
      ]);
      const [before, after] = [await readResultFile(base), await readResultFile(candidate)];
      const report = makeReport(base, compareResults(before, after));
      terminal.out(json === true ? JSON.stringify(report, undefined, 2) : renderText(report));
      const { findings } = report;
      const failed = findings.filter(({ verdict }) => verdict === "fail").length;
      if (failed > 0) throw new SlowerError({ failed, cells: findings.length });
    });
};
