/** `linknet bench`: measures networks on the runtimes of this machine and writes the result file. */
import { LinknetError, UsageError } from "@linknet-kit/base";
import { type LabelledFile, planModelFiles, runSuite } from "@linknet-kit/bench";
import type { SuitePlan } from "@linknet-kit/results";
import { parseShard, planShard, readPlanFile } from "@linknet-kit/results/files";
import { TRTEXEC, allowedCores } from "@linknet-kit/runtimes";
import { MINIMUM_RUNS } from "@linknet-kit/runtimes/measure";
import { Argument, Option } from "commander";
import { inputShape, networkNames, wholeNumber } from "../arguments.js";
import { progressOf } from "../benchProgress.js";
import { offer } from "../completion/offer.js";
import type { AddCommand } from "../context.js";
import { type ForceFlag, addForce, ruleOf } from "../outputs.js";
import { withProgress } from "../progress.js";
import { renderResults } from "../renderResults.js";
import { runtimeTableFor } from "../runtimeTable.js";
import { isModelFile, joinPlans, openSuiteFiles, withFiles } from "../suiteFiles.js";
import { SUITE_FLAGS, type SuiteFlags, addSuiteOptions, planOf, runOptions } from "../suiteFlags.js";
import { type SuiteNetworks, openPlanNetworks, openSuiteNetworks, suiteModels } from "../suiteNetworks.js";

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
    .option("--shard <i/n>", "this part of the plan; auto takes the index of a Kubernetes or Slurm job")
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
      new Option("--iterations <n>", "time exactly so many runs of each cell, whatever the budget")
        .argParser(wholeNumber("--iterations", MINIMUM_RUNS))
        .conflicts("against"),
    )
    .addOption(
      new Option("--warmup <n>", "let exactly so many runs go before, untimed")
        .argParser(wholeNumber("--warmup", 0))
        .conflicts("against"),
    )
    .option("--no-roofs", "do not measure first what each runtime reaches at most on this machine")
    .addOption(
      new Option("--profile", "run each cell some more to find out where its time goes, layer by layer").conflicts(
        "against",
      ),
    )
    .option("-o, --output <file>", "the result file", "result.json")
    .option("--json", "the result file on stdout too")
    .addHelpText("after", EXAMPLES)
    .action(
      async (
        models: readonly string[],
        { against, output, roofs, profile, json, force, iterations, warmup, ...given }: BenchFlags,
      ) => {
        if (models.length > 0 && given.plan !== undefined) throw new ModelsBesidePlanError();
        const flags = models.length === 0 ? given : { ...given, networks: [...models, ...(given.networks ?? [])] };
        if (against !== undefined) {
          const { benchAgainst } = await import("../benchAgainst.js");
          return await benchAgainst(
            against,
            { ...flags, ...(json === undefined ? {} : { json }) },
            { terminal, signal },
          );
        }
        const table = runtimeTableFor(flags.device);
        const { plan, classes, networks, files } = await choosePlan(flags);
        const labels = new Set(files.map(({ label }) => label));
        const ofTable = [...new Set(plan.cells.map(({ network }) => network))].filter(
          (network) => networks.get(network)?.path === undefined && !labels.has(network),
        );
        const alsoCount = ofTable.flatMap((network) => TABLE_3_SIZES.map((size) => ({ network, size, batch: 1 })));
        const rule = await ruleOf([flags.plan, ...(flags.networks ?? [])], { force });
        const file = await withProgress(terminal, {}, async (progress) => {
          return await runSuite({
            plan,
            path: output,
            rule,
            modelOf: withFiles(files, suiteModels(networks, classes)),
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

interface Chosen {
  readonly plan: SuitePlan;
  readonly classes: number | undefined;
  readonly networks: SuiteNetworks;
  readonly files: readonly LabelledFile[];
}

async function choosePlan(
  flags: Omit<BenchFlags, "against" | "output" | "roofs" | "profile" | "iterations" | "warmup">,
): Promise<Chosen> {
  const { plan: path, shard, device, ...suite } = flags;
  if (path === undefined) {
    if (shard !== undefined) throw new ShardWithoutPlanError();
    const runtimes = suite.runtimes ?? (device === undefined ? undefined : [TRTEXEC]);
    const networks = await openSuiteNetworks((suite.networks ?? []).filter((word) => !isModelFile(word)));
    const asked = { ...suite, ...(runtimes === undefined ? {} : { runtimes }) };
    const files = await openSuiteFiles(asked, networks);
    const table = runtimeTableFor(device);
    const plans = [
      ...(files.length === 0 || networks.size > 0 ? [planOf(asked, networks, table)] : []),
      ...(files.length === 0 ? [] : [planModelFiles(files, runOptions(asked), table)]),
    ];
    return { plan: joinPlans(plans), classes: suite.classes, networks, files };
  }
  const file = await readPlanFile(path);
  const plan = planShard(file, allowedCores(), shard === undefined ? undefined : parseShard(shard));
  return { plan, classes: file.classes, networks: await openPlanNetworks(file, path), files: [] };
}
