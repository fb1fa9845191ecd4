/** `linknet bench`: measures networks on the runtimes of this machine and writes the result file. */
import { LinknetError, UsageError } from "@linknet-kit/base";
import { withTemporaryFolder } from "@linknet-kit/base/files";
import { type OpenedSuite, openPlannedSuite, openSuite, runSuite } from "@linknet-kit/bench";
import { parseShard } from "@linknet-kit/results/files";
import { type Runtime, TRTEXEC } from "@linknet-kit/runtimes";
import { MINIMUM_RUNS } from "@linknet-kit/runtimes/measure";
import { Argument, Option } from "commander";
import { inputShape, networkNames, numberOption, wholeNumbers } from "../arguments.js";
import { progressOf } from "../benchProgress.js";
import { offer } from "../completion/offer.js";
import type { AddCommand, Context } from "../context.js";
import { fitted } from "../helpText.js";
import { narratorOf } from "../narratorOf.js";
import { type ForceFlag, addForce, ruleOf } from "../outputs.js";
import { ownCommand } from "../ownCommand.js";
import { paintFirstWord } from "../paintWords.js";
import { withProgress } from "../progress.js";
import { renderResults } from "../renderResults.js";
import { runtimeTable, runtimeTableFor } from "../runtimeTable.js";
import { SlowerError } from "../slowerError.js";
import { SUITE_FLAGS, type SuiteFlags, addSuiteOptions, suiteChoices } from "../suiteFlags.js";

interface BenchFlags extends SuiteFlags, ForceFlag {
  readonly plan?: string;
  readonly shard?: string;
  readonly device?: string;
  readonly against?: string;
  readonly output: string;
  readonly iterations?: number;
  readonly warmup?: number;
  readonly roofs: boolean;
  readonly profile?: boolean;
  readonly json?: boolean;
}

/** Every cell of a suite failed in one way or another. */
export class NothingMeasuredError extends LinknetError {
  readonly code = "NOTHING_MEASURED";

  constructor() {
    super("no cell gave a latency", { hint: "the reasons are in the table above" });
  }
}

/** A shard of nothing. */
class ShardWithoutPlanError extends UsageError {
  readonly code = "SHARD_WITHOUT_PLAN";

  constructor() {
    super("--shard is a part of a plan", { hint: "give the plan with --plan; linknet plan makes one" });
  }
}

/** A plan has its networks already. */
class ModelsBesidePlanError extends UsageError {
  readonly code = "MODELS_BESIDE_PLAN";

  constructor() {
    super("a plan says which networks are measured, and takes no others", { hint: "give one or the other" });
  }
}

const EXAMPLES = `
Examples:
  linknet bench                                       the default suite, within five minutes on two cores
  linknet bench --suite table2 -o table2.json         the paper's networks and sizes
  linknet bench --networks linknet --sizes 640x360,1280x720 --threads 1,2
  linknet bench ./my-network.ts --sizes 640x360       what your own file exports
  linknet bench my-model.onnx --runtimes onnxruntime-node,onnxruntime-web    any file, whatever its operators
  linknet bench --quick --networks enet --sizes 160x96
  linknet bench --profile --networks linknet --sizes 640x360     and which layers take the time
  linknet bench --against origin/main --networks linknet,enet    is this revision slower? exit 1 where it is
  linknet bench --against old.onnx --networks linknet --sizes 640x360
  linknet bench --suite table2 --device nvidia@tx1    on a Jetson with trtexec, see docs/jetson.md

A suite that was stopped goes on where it was when the same command is given again. Next: linknet report result.json`;

export const addBench: AddCommand = (program, { terminal, signal }) => {
  addForce(
    addSuiteOptions(
      program
        .command("bench")
        .addArgument(
          offer(
            new Argument(
              "[models...]",
              "networks by name or by your own ./network.ts, .onnx files and tfjs models, instead of a suite's",
            ),
            networkNames,
          ),
        )
        .description("latency of networks on the runtimes of this machine, each result checked against a reference"),
    ),
  )
    .addOption(new Option("--plan <file>", "what linknet plan wrote, instead of a suite").conflicts(SUITE_FLAGS))
    .option("--shard <i/n>", "this part of the plan, i from 1 to n; auto takes the index of a Kubernetes or Slurm job")
    .option(
      "--device <user@host>",
      "measure with trtexec on this device, over ssh; only there unless --runtimes says more",
    )
    .addOption(
      new Option(
        "--against <base>",
        "instead of a suite, run in turn with a revision of git, with an artifact, or with a result file's revision",
      ).conflicts(["plan", "shard", "device", "suite", "quick", "dtype", "output"]),
    )
    .option("--input <name=shape>", "whole shape of a file's input; once for each", inputShape)
    .addOption(
      numberOption("--iterations <n>", "time exactly so many runs of each cell", wholeNumbers(MINIMUM_RUNS), {
        usual: "as the budget allows",
      }).conflicts("against"),
    )
    .addOption(
      numberOption("--warmup <n>", "let exactly so many runs go before, untimed", wholeNumbers(0), {
        usual: "as the budget allows",
      }).conflicts("against"),
    )
    .option("--no-roofs", "do not measure first what each runtime reaches at most on this machine")
    .addOption(
      new Option("--profile", "run each cell some more to find out where its time goes, layer by layer").conflicts(
        "against",
      ),
    )
    .option("-o, --output <file>", "the result file", "result.json")
    .option("--json", "the result file on stdout too")
    .addHelpText("after", fitted(EXAMPLES))
    .action(
      async (
        models: readonly string[],
        { against, output, roofs, profile, json, force, iterations, warmup, ...given }: BenchFlags,
      ) => {
        if (models.length > 0 && given.plan !== undefined) throw new ModelsBesidePlanError();
        const flags = models.length === 0 ? given : { ...given, networks: [...models, ...(given.networks ?? [])] };
        if (against !== undefined) return await compare(against, { ...flags, json }, { terminal, signal });
        const table = runtimeTableFor(flags.device);
        const { plan, modelOf, alsoCount } = await open(flags, table);
        const rule = await ruleOf([flags.plan, ...(flags.networks ?? [])], { force });
        const file = await withProgress(terminal, {}, async (progress) => {
          return await runSuite({
            plan,
            path: output,
            rule,
            modelOf,
            iterations,
            warmup,
            roofs,
            profile: profile === true,
            alsoCount,
            mayRunNothing: flags.plan !== undefined,
            table,
            signal,
            onEvent: progressOf(progress, { terminal, plan }),
          });
        });
        if (json === true) terminal.json(file);
        else terminal.out(renderResults(file));
        terminal.note(`${output} holds the results; "linknet report ${output}" makes a page of them`);
        if (file.results.every(({ latency }) => latency === undefined)) throw new NothingMeasuredError();
      },
    );
};

async function open(
  { plan, shard, device, ...flags }: Pick<BenchFlags, "plan" | "shard" | "device"> & SuiteFlags,
  table: readonly Runtime[],
): Promise<OpenedSuite> {
  if (plan !== undefined) return await openPlannedSuite(plan, shard === undefined ? undefined : parseShard(shard));
  if (shard !== undefined) throw new ShardWithoutPlanError();
  const runtimes = flags.runtimes ?? (device === undefined ? undefined : [TRTEXEC]);
  return await openSuite(suiteChoices({ ...flags, runtimes }, table));
}

/** Prints a verdict for each network on each runtime; rejects where one is slower. */
async function compare(
  base: string,
  { json, budget: budgetSeconds, ...flags }: SuiteFlags & { readonly json: boolean | undefined },
  { terminal, signal }: Context,
): Promise<void> {
  const { compareWithBase, renderText } = await import("@linknet-kit/gate");
  await withTemporaryFolder("against", signal, async (folder) => {
    const narrator = narratorOf(terminal);
    const setting = { table: runtimeTable, ownCommand, workingFolder: process.cwd(), folder, narrator, signal };
    const report = await compareWithBase(base, { ...flags, budgetSeconds, ...setting });
    if (json === true) terminal.json(report);
    else terminal.out(renderText(report).map(paintFirstWord));
    if (report.verdict === "fail") throw new SlowerError(report);
  });
}
