/** The options that say which cells a suite has, for the commands that plan one. */
import { BUDGET_SECONDS, LARGEST_SUITE, type PlanOptions, type SuiteChoices, suites } from "@linknet-kit/bench";
import { LARGEST_OPTIONS, PRECISIONS, USUAL_PRECISION } from "@linknet-kit/core";
import type { Runtime } from "@linknet-kit/runtimes";
import { parseSize } from "@linknet-kit/sources";
import { type Command, Option } from "commander";
import {
  type InputFlags,
  classesOption,
  commaSeparated,
  networkNames,
  numberOption,
  positiveNumbers,
  wholeNumbers,
} from "./arguments.js";
import { offer } from "./completion/offer.js";
import { runtimeTable } from "./runtimeTable.js";

export interface SuiteFlags
  extends Pick<PlanOptions, "suite" | "networks" | "sizes" | "runtimes" | "threads" | "batch" | "quick"> {
  readonly budget?: number;
  readonly dtype?: readonly string[];
  readonly classes?: number;
  readonly input?: InputFlags["input"];
}

/** As commander calls them. */
export const SUITE_FLAGS = [
  "suite",
  "networks",
  "sizes",
  "runtimes",
  "threads",
  "batch",
  "dtype",
  "classes",
  "quick",
  "budget",
];

export function addSuiteOptions(command: Command): Command {
  return command
    .addOption(
      offer(
        new Option("--suite <name>", `which cells: ${suites.map(({ name }) => name).join(", ")}`).default("default"),
        suites.map(({ name }) => name),
      ),
    )
    .addOption(
      offer(
        new Option("--networks <networks>", "only these, your own ./network.ts too, separated by commas").argParser(
          commaSeparated(String),
        ),
        networkNames,
      ),
    )
    .option("--sizes <WxH,...>", "at these image sizes, in pixels (default: the suite's)", commaSeparated(parseSize))
    .addOption(
      offer(
        new Option("--runtimes <names>", 'on these, see "linknet runtimes"').argParser(commaSeparated(String)),
        runtimeTable.map(({ name }) => name),
      ),
    )
    .addOption(
      numberOption("--threads <n,...>", "with these numbers of threads", wholeNumbers(1, LARGEST_SUITE.threads), {
        usual: "every core",
        isList: true,
      }),
    )
    .addOption(
      numberOption("--batch <n,...>", "with this many images at once", wholeNumbers(1, LARGEST_OPTIONS.batch), {
        usual: "1",
        isList: true,
      }),
    )
    .addOption(
      offer(
        new Option(
          "--dtype <types>",
          `of networks: ${PRECISIONS.join(", ")}, or both (default: ${USUAL_PRECISION})`,
        ).argParser(commaSeparated(String)),
        PRECISIONS,
      ),
    )
    .addOption(classesOption())
    .option("--quick", "a fifth of the measuring time")
    .addOption(
      numberOption(
        "--budget <seconds>",
        "measuring time of a cell in seconds",
        positiveNumbers(LARGEST_SUITE.budgetSeconds),
        { usual: String(BUDGET_SECONDS) },
      ),
    );
}

/** What the flags ask a suite for. */
export function suiteChoices({ budget, dtype, input, ...flags }: SuiteFlags, table: readonly Runtime[]): SuiteChoices {
  return { ...flags, budgetSeconds: budget, dtypes: dtype, inputs: input, table };
}
