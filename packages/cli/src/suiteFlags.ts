/** The options that say which cells a suite has, for the commands that plan one. */
import { type PlanOptions, planSuite, suites } from "@linknet-kit/bench";
import { DTYPE, DTYPES, type SuitePlan } from "@linknet-kit/results";
import type { Runtime } from "@linknet-kit/runtimes";
import { type Command, Option } from "commander";
import { type InputFlags, listOf, networkNames, parseSize, positiveNumber, wholeNumber } from "./arguments.js";
import { offer } from "./completion/offer.js";
import { runtimeTable } from "./runtimeTable.js";
import type { SuiteNetworks } from "./suiteNetworks.js";

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

/** How each model is run, whichever it is. */
export function runOptions(flags: SuiteFlags): Pick<PlanOptions, "runtimes" | "threads" | "quick" | "budgetSeconds"> {
  const { runtimes, threads, quick, budget: budgetSeconds } = flags;
  return given({ runtimes, threads, quick, budgetSeconds });
}

/** Without what nobody gave. */
function given<T extends object>(options: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: NonNullable<T[Key]> };
}

/** The plan of what the flags ask for; networks of which a file says its size are measured at that unless others are asked for. */
export function planOf(flags: SuiteFlags, networks: SuiteNetworks, table: readonly Runtime[]): SuitePlan {
  const { suite, sizes, batch, dtype: dtypes } = flags;
  const options: PlanOptions = { ...given({ suite, sizes, batch, dtypes }), ...runOptions(flags), table };
  const labels = [...networks.keys()];
  if (labels.length === 0) return planSuite(options);
  const sizeOf = (label: string) => (flags.sizes === undefined ? networks.get(label)?.size : undefined);
  const others = labels.filter((label) => sizeOf(label) === undefined);
  const plans = [
    ...(others.length === 0 ? [] : [planSuite({ ...options, networks: others })]),
    ...labels.flatMap((label) => {
      const size = sizeOf(label);
      return size === undefined ? [] : [planSuite({ ...options, networks: [label], sizes: [size] })];
    }),
  ];
  const [first] = plans as [SuitePlan];
  return {
    ...first,
    cells: plans.flatMap(({ cells }) => cells),
    leftOut: plans.flatMap(({ leftOut }) => leftOut),
  };
}
