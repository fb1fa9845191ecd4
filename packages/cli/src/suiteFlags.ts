/** The options that say which cells a suite has, for the commands that plan one. */
import { type PlanOptions, type SuiteChoices, suites } from "@linknet-kit/bench";
import { DTYPE, DTYPES } from "@linknet-kit/results";
import type { Runtime } from "@linknet-kit/runtimes";
import { parseSize } from "@linknet-kit/sources";
import { type Command, Option } from "commander";
import { type InputFlags, listOf, networkNames, positiveNumber, wholeNumber } from "./arguments.js";
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
  const counts = listOf(wholeNumber("the number", 1));
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
          listOf(String),
        ),
        networkNames,
      ),
    )
    .option("--sizes <WxH,...>", "at these image sizes", listOf(parseSize))
    .addOption(
      offer(
        new Option("--runtimes <names>", 'on these, see "linknet runtimes"').argParser(listOf(String)),
        runtimeTable.map(({ name }) => name),
      ),
    )
    .option("--threads <n,...>", "with these numbers of threads (default: every core)", counts)
    .option("--batch <n,...>", "with this many images at once", counts)
    .addOption(
      offer(
        new Option("--dtype <types>", `of networks: ${DTYPES.join(", ")}, or both (default: ${DTYPE})`).argParser(
          listOf(String),
        ),
        DTYPES,
      ),
    )
    .option("--classes <n>", "channels of the output (default: the network's own, or 20)", wholeNumber("--classes", 1))
    .option("--quick", "a fifth of the measuring time")
    .option("--budget <seconds>", "measuring time of a cell", positiveNumber("--budget"));
}

/** What the flags ask a suite for. */
export function suiteChoices({ budget, dtype, input, ...flags }: SuiteFlags, table: readonly Runtime[]): SuiteChoices {
  return { ...flags, budgetSeconds: budget, dtypes: dtype, inputs: input, table };
}
