/** `linknet bench`: measures networks on the runtimes of this machine and writes the result file. */
import { dirname, resolve } from "node:path";
import { LinknetError, scrambledWeights } from "@linknet-kit/core";
import { makeFolder } from "@linknet-kit/files";
import { type ModelOf, type PlanOptions, planSuite, runSuite, suites } from "@linknet-kit/bench";
import { DEFAULT_OPTIONS, buildNetwork, findNetwork } from "@linknet-kit/models";
import { listOf, parseSize, positiveNumber, wholeNumber } from "../arguments.js";
import { progressOf } from "../benchProgress.js";
import { renderResults } from "../renderResults.js";
import { runtimeTable } from "../runtimeTable.js";
import type { AddCommand } from "./context.js";

interface BenchFlags
  extends Pick<PlanOptions, "suite" | "networks" | "sizes" | "runtimes" | "threads" | "batch" | "quick"> {
  readonly budget?: number;
  readonly classes: number;
  readonly output: string;
  readonly roofs: boolean;
  readonly json?: boolean;
}

/** Every cell of a suite failed in one way or another. */
export class NothingMeasuredError extends LinknetError {
  readonly code = "NOTHING_MEASURED";

  constructor() {
    super("no cell gave a latency", { hint: "the reasons are in the table above" });
  }
}

/** Of the weights; the same at every size, and none of them neutral, so that the output check sees every parameter. */
const SEED = 1;
/** Where the paper's Table III was counted: at its stated size, and at the one that explains its LinkNet. */
const TABLE_3_SIZES = [
  { width: 640, height: 360 },
  { width: 640, height: 384 },
];

const EXAMPLES = `
Examples:
  linknet bench                                       the default suite, within five minutes on two cores
  linknet bench --suite table2 -o table2.json         the paper's networks and sizes
  linknet bench --networks linknet --sizes 640x360,1280x720 --threads 1,2
  linknet bench --quick --networks enet --sizes 160x96

A suite that was stopped goes on where it was when the same command is given again. Next: linknet report result.json`;

export const addBench: AddCommand = (program, { terminal, signal }) => {
  const counts = listOf(wholeNumber("the number", 1));
  program
    .command("bench")
    .description("latency of networks on the runtimes of this machine, each result checked against a reference")
    .option("--suite <name>", `which cells: ${suites.map(({ name }) => name).join(", ")}`, "default")
    .option("--networks <names>", "only these, separated by commas", listOf(networkName))
    .option("--sizes <WxH,...>", "at these image sizes", listOf(parseSize))
    .option("--runtimes <names>", 'on these, see "linknet runtimes"', listOf(String))
    .option("--threads <n,...>", "with these numbers of threads (default: every core)", counts)
    .option("--batch <n,...>", "with this many images at once", counts)
    .option("--classes <n>", "channels of the output", wholeNumber("--classes", 1), DEFAULT_OPTIONS.classes)
    .option("--quick", "a fifth of the measuring time")
    .option("--budget <seconds>", "measuring time of a cell", positiveNumber("--budget"))
    .option("--no-roofs", "do not measure first what each runtime reaches at most on this machine")
    .option("-o, --output <file>", "the result file", "result.json")
    .option("--json", "the result file on stdout too")
    .addHelpText("after", EXAMPLES)
    .action(async ({ budget, classes, output, roofs, json, ...flags }: BenchFlags) => {
      const table = runtimeTable;
      const plan = planSuite({ ...flags, table, ...(budget === undefined ? {} : { budgetSeconds: budget }) });
      const modelOf: ModelOf = ({ network, size, batch }) => {
        const graph = buildNetwork(network, { size, batch, classes });
        return { graph, weights: scrambledWeights(graph, SEED) };
      };
      const path = resolve(output);
      await makeFolder(dirname(path));
      const networks = [...new Set(plan.cells.map(({ network }) => network))];
      const alsoCount = networks.flatMap((network) => TABLE_3_SIZES.map((size) => ({ network, size, batch: 1 })));
      const file = await runSuite({
        plan,
        path,
        modelOf,
        roofs,
        alsoCount,
        table,
        signal,
        onEvent: progressOf(terminal),
      });
      terminal.out(json === true ? JSON.stringify(file, undefined, 2) : renderResults(file));
      terminal.note(`${output} holds the results; "linknet report ${output}" makes a page of them`);
      if (file.results.every(({ latency }) => latency === undefined)) throw new NothingMeasuredError();
    });
};

function networkName(given: string): string {
  return findNetwork(given).name;
}
