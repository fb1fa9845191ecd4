/** The options that say which cells a suite has, for the commands that plan one. */
import { type PlanOptions, suites } from "@linknet-kit/bench";
import { DEFAULT_OPTIONS, findNetwork } from "@linknet-kit/models";
import type { Command } from "commander";
import { listOf, parseSize, positiveNumber, wholeNumber } from "./arguments.js";

export interface SuiteFlags
  extends Pick<PlanOptions, "suite" | "networks" | "sizes" | "runtimes" | "threads" | "batch" | "quick"> {
  readonly budget?: number;
  readonly classes: number;
}

/** As commander calls them. */
export const SUITE_FLAGS = ["suite", "networks", "sizes", "runtimes", "threads", "batch", "classes", "quick", "budget"];

export function addSuiteOptions(command: Command): Command {
  const counts = listOf(wholeNumber("the number", 1));
  return command
    .option("--suite <name>", `which cells: ${suites.map(({ name }) => name).join(", ")}`, "default")
    .option("--networks <names>", "only these, separated by commas", listOf(networkName))
    .option("--sizes <WxH,...>", "at these image sizes", listOf(parseSize))
    .option("--runtimes <names>", 'on these, see "linknet runtimes"', listOf(String))
    .option("--threads <n,...>", "with these numbers of threads (default: every core)", counts)
    .option("--batch <n,...>", "with this many images at once", counts)
    .option("--classes <n>", "channels of the output", wholeNumber("--classes", 1), DEFAULT_OPTIONS.classes)
    .option("--quick", "a fifth of the measuring time")
    .option("--budget <seconds>", "measuring time of a cell", positiveNumber("--budget"));
}

/** What the flags ask for, apart from where it is looked up. */
export function planOptions({ budget, ...flags }: SuiteFlags): PlanOptions {
  return { ...flags, ...(budget === undefined ? {} : { budgetSeconds: budget }) };
}

function networkName(given: string): string {
  return findNetwork(given).name;
}
