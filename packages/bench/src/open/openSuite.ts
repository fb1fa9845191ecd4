/** A suite as its user asks for it, with the models of its cells: from words, or from the file of a plan. */
import { DEFAULT_OPTIONS } from "@linknet-kit/core";
import type { SuitePlan } from "@linknet-kit/results";
import { type PlanFile, type Shard, makePlanFile, planShard, readPlanFile } from "@linknet-kit/results/files";
import { type Runtime, allowedCores } from "@linknet-kit/runtimes";
import type { InputShapes } from "@linknet-kit/sources";
import type { ModelOf, ModelRequest } from "../cell/artifacts.js";
import { planModelFiles } from "../planModelFiles.js";
import { type PlanOptions, planSuite } from "../suites.js";
import { isModelFile, openSuiteFiles, withFiles } from "./suiteFiles.js";
import { type SuiteNetworks, openPlanNetworks, openSuiteNetworks, planNetworks, suiteModels } from "./suiteNetworks.js";

/** What a user asks for; `networks` are words that name networks or, where files can be measured, model files. */
export interface SuiteChoices extends PlanOptions {
  /** Channels of networks' outputs; each network's own unless given. */
  readonly classes?: number | undefined;
  /** Whole shapes of the inputs of files that leave them open. */
  readonly inputs?: InputShapes | undefined;
  readonly table: readonly Runtime[];
}

export interface OpenedSuite {
  readonly plan: SuitePlan;
  readonly modelOf: ModelOf;
  /** Beside what is measured: each network of the table at the sizes at which the paper counted it. */
  readonly alsoCount: readonly ModelRequest[];
}

/** Table III's stated size, and the one that explains what it has for LinkNet. */
const TABLE_3_SIZES = [
  { width: 640, height: 360 },
  { width: 640, height: 384 },
];

/** Networks and files; sizes that a file leaves open are the first of those that are given. */
export async function openSuite({ inputs, classes, ...options }: SuiteChoices): Promise<OpenedSuite> {
  const words = options.networks ?? [];
  const networks = await openSuiteNetworks(words.filter((word) => !isModelFile(word)));
  const { sizes: [size] = [], batch: [batch] = [], dtypes, runtimes, threads, quick, budgetSeconds, table } = options;
  const files = await openSuiteFiles(words.filter(isModelFile), {
    choices: { ...(size && { size }), ...(batch && { batch }), inputs },
    // Beside networks, files are measured as they are.
    dtypes: networks.size === 0 ? dtypes : undefined,
    taken: [...networks.keys()],
  });
  const hasNetworks = files.length === 0 || networks.size > 0;
  const plan = joinPlans([
    ...(hasNetworks ? [planOf(options, networks)] : []),
    ...(files.length === 0 ? [] : [planModelFiles(files, { runtimes, threads, quick, budgetSeconds }, table)]),
  ]);
  const labels = new Set(files.map(({ label }) => label));
  return {
    plan,
    modelOf: withFiles(files, suiteModels(networks, classes)),
    alsoCount: countedInPaper(plan, (label) => networks.get(label)?.path === undefined && !labels.has(label)),
  };
}

/** A plan's file, or a shard of it, as this machine measures it. */
export async function openPlannedSuite(path: string, shard?: Shard): Promise<OpenedSuite> {
  const file = await readPlanFile(path);
  const plan = planShard(file, allowedCores(), shard);
  const networks = await openPlanNetworks(file, path);
  return {
    plan,
    modelOf: suiteModels(networks, file.classes),
    alsoCount: countedInPaper(plan, (label) => networks.get(label)?.path === undefined),
  };
}

/** The file of a plan that is to lie at `path`, for machines that have the same files of networks beside it. */
export async function planFileOf({ classes, ...options }: SuiteChoices, path: string): Promise<PlanFile> {
  const networks = await openSuiteNetworks(options.networks ?? []);
  const suite = planOf(options, networks);
  const own = planNetworks(networks, suite, { planPath: path, classes });
  return makePlanFile(suite, {
    // Of networks of the table it is said which: other versions may have another number.
    classes: classes ?? (own === undefined ? DEFAULT_OPTIONS.classes : undefined),
    networks: own,
    allThreads: options.threads === undefined,
  });
}

/** Networks of which a file says its size are measured at that unless others are asked for. */
function planOf(options: Omit<SuiteChoices, "classes" | "inputs">, networks: SuiteNetworks): SuitePlan {
  const labels = [...networks.keys()];
  const { networks: _, ...common } = options;
  if (labels.length === 0) return planSuite(common);
  const sizeOf = (label: string) => (options.sizes === undefined ? networks.get(label)?.size : undefined);
  const others = labels.filter((label) => sizeOf(label) === undefined);
  return joinPlans([
    ...(others.length === 0 ? [] : [planSuite({ ...common, networks: others })]),
    ...labels.flatMap((label) => {
      const size = sizeOf(label);
      return size === undefined ? [] : [planSuite({ ...common, networks: [label], sizes: [size] })];
    }),
  ]);
}

/** All as one plan, called as the first. */
function joinPlans(plans: readonly SuitePlan[]): SuitePlan {
  const [first] = plans as [SuitePlan];
  return { ...first, cells: plans.flatMap(({ cells }) => cells), leftOut: plans.flatMap(({ leftOut }) => leftOut) };
}

function countedInPaper({ cells }: SuitePlan, isOfTable: (label: string) => boolean): readonly ModelRequest[] {
  const networks = [...new Set(cells.map(({ network }) => network))].filter(isOfTable);
  return networks.flatMap((network) => TABLE_3_SIZES.map((size) => ({ network, size, batch: 1 })));
}
