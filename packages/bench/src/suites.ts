/** What a suite measures: which cells, and how long each. */
import { findByName } from "@linknet-kit/base";
import { LARGEST_OPTIONS, PRECISIONS, USUAL_PRECISION } from "@linknet-kit/core";
import { type PlannedCell, type ImageSize, type SuitePlan, cellKey, leaveOut } from "@linknet-kit/results";
import { type Runtime, allowedCores, findRuntime, runtimes as allRuntimes } from "@linknet-kit/runtimes";
import { whyNoFloat16 } from "./cell/artifacts.js";
import { InvalidPlanError, NoFloat16Error } from "./errors.js";

/** What a user asks for; everything that is not given is the suite's. */
export interface PlanOptions {
  /** `default` unless given. */
  readonly suite?: string | undefined;
  readonly networks?: readonly string[] | undefined;
  readonly sizes?: readonly ImageSize[] | undefined;
  readonly runtimes?: readonly string[] | undefined;
  readonly threads?: readonly number[] | undefined;
  readonly batch?: readonly number[] | undefined;
  /** `fp32` unless given, and `fp16`. */
  readonly dtypes?: readonly string[] | undefined;
  readonly budgetSeconds?: number | undefined;
  /** A fifth of the budget; only the samples get fewer, so expect `noisy` results. */
  readonly quick?: boolean | undefined;
  /** The runtimes to choose from. */
  readonly table?: readonly Runtime[] | undefined;
}

/** Networks by name, each at every size. */
export interface SuiteBlock {
  readonly networks: readonly string[];
  readonly sizes: readonly ImageSize[];
  /** The greatest `slowness` of a runtime that measures them; any unless given. */
  readonly slowest?: number;
  /** Share of the suite's budget that a cell of it has; all unless given. */
  readonly budgetShare?: number;
}

/** Measuring time of a cell, unless one is given. */
export const BUDGET_SECONDS = 6;
const QUICK_BUDGET_SECONDS = 1.2;

/** The most that a suite takes. */
export const LARGEST_SUITE = { threads: 1024, budgetSeconds: 86_400 } as const;

const PRECISION_ROWS = PRECISIONS.map((name) => ({ name }));

const size = (width: number, height: number): ImageSize => ({ width, height });
const paperSizes = [size(480, 320), size(640, 360), size(1280, 720), size(1920, 1080)];
const paperNetworks = ["segnet", "enet", "linknet"];

export interface Suite {
  readonly name: string;
  readonly summary: string;
  /** In the order they are measured. */
  readonly blocks: readonly SuiteBlock[];
}

export const suites: readonly Suite[] = [
  {
    name: "default",
    summary: "the paper's networks at its smaller sizes; under five minutes on two cores",
    // A cell takes ten runs or its budget, whichever is longer. SegNet takes a second a run on the fastest runtime, LinkNet half a second on
    // ten times as slow ones, and a GPU that is simulated two seconds for the smallest cell.
    blocks: [
      { networks: ["segnet"], sizes: [size(640, 360)], slowest: 1 },
      { networks: ["enet", "linknet"], sizes: [size(480, 320), size(640, 360), size(1280, 720)], slowest: 1 },
      { networks: ["linknet"], sizes: [size(640, 360)], slowest: 10 },
      { networks: ["linknet"], sizes: [size(160, 96)], slowest: 100, budgetShare: 0.3 },
      // Where every runtime meets every other one.
      { networks: ["enet"], sizes: [size(96, 64)], slowest: 1000, budgetShare: 0.3 },
    ],
  },
  {
    name: "table2",
    summary: "the networks and sizes of the paper's Table II",
    blocks: [{ networks: paperNetworks, sizes: paperSizes }],
  },
];

/**
 * The cells of a suite; networks or sizes that are given replace the suite's, and everything is crossed with the runtimes, threads
 * and batches. Sizes that are given are measured on every runtime, the suite's own only where they do not take too long. Cells of one
 * artifact stand together. Unknown suites and runtimes are errors that name the nearest; networks are not known here.
 */
export function planSuite(options: PlanOptions = {}): SuitePlan {
  const { suite = "default", quick = false, threads = [allowedCores()], batch = [1], table = allRuntimes } = options;
  const dtypes = (options.dtypes ?? [USUAL_PRECISION]).map(
    (name) => findByName("data type", name, PRECISION_ROWS).name,
  );
  const { blocks } = findByName("suite", suite, suites);
  checkWhole("threads", threads, LARGEST_SUITE.threads);
  checkWhole("batch", batch, LARGEST_OPTIONS.batch);
  const budgetSeconds = options.budgetSeconds ?? (quick ? QUICK_BUDGET_SECONDS : BUDGET_SECONDS);
  if (!(budgetSeconds > 0 && budgetSeconds <= LARGEST_SUITE.budgetSeconds)) {
    throw new InvalidPlanError({
      option: "budget",
      given: budgetSeconds,
      expected: "seconds, more than 0, at most a day",
    });
  }
  const chosen = (options.runtimes ?? table.map(({ name }) => name)).map((name) => findRuntime(name, table));
  const cells = new Map<string, PlannedCell>();
  for (const block of chooseBlocks(blocks, options)) {
    for (const cell of crossBlock(block, { runtimes: chosen, threads, batch, dtypes, budgetSeconds })) {
      const known = cells.get(cellKey(cell));
      if (known === undefined || slowestOf(known) < slowestOf(cell)) cells.set(cellKey(cell), cell);
    }
  }
  const chosenOnes = options.runtimes === undefined ? {} : { isChosen: true };
  const plan = { name: suite, cells: [...cells.values()], leftOut: [], budgetSeconds, ...chosenOnes };
  const able = leaveOutWithoutFloat16(plan, table);
  if (able.cells.length === 0 && cells.size > 0) throw new NoFloat16Error(able.leftOut);
  const measured = leaveOutSlow(able, (name) => findRuntime(name, table).slowness);
  if (measured.cells.length === 0) {
    const expected = cells.size === 0 ? "at least one cell" : "sizes, as its own are too large for these runtimes";
    throw new InvalidPlanError({ option: "the suite", given: "empty", expected });
  }
  return measured;
}

/** The plan without the cells that would take their runtimes too long; `slownessOf` a runtime's name is 1 where it is not known. */
export function leaveOutSlow(plan: SuitePlan, slownessOf: (runtime: string) => number | undefined): SuitePlan {
  const isSlow = (cell: PlannedCell): boolean => (slownessOf(cell.runtime) ?? 1) > slowestOf(cell);
  return leaveOut(plan, isSlow, (runtime) => describeSlowness(slownessOf(runtime) ?? 1));
}

function slowestOf({ slowest = Number.POSITIVE_INFINITY }: PlannedCell): number {
  return slowest;
}

interface Crossing {
  readonly runtimes: readonly Runtime[];
  readonly threads: readonly number[];
  readonly batch: readonly number[];
  readonly dtypes: readonly string[];
  readonly budgetSeconds: number;
}

function crossBlock(
  block: SuiteBlock,
  { runtimes, threads, batch, dtypes, budgetSeconds }: Crossing,
): readonly PlannedCell[] {
  const { networks, sizes, slowest, budgetShare = 1 } = block;
  const planned = { ...(slowest === undefined ? {} : { slowest }), budgetSeconds: budgetShare * budgetSeconds };
  return networks.flatMap((network) =>
    sizes.flatMap((each) =>
      batch.flatMap((images) =>
        runtimes.flatMap(({ name }) =>
          threads.flatMap((count) =>
            dtypes.map((dtype) => {
              const cell = { network, size: each, batch: images, runtime: name, threads: count, ...planned };
              return dtype === USUAL_PRECISION ? cell : { ...cell, dtype };
            }),
          ),
        ),
      ),
    ),
  );
}

/** A network that the suite does not have is measured at all the suite's sizes. */
function chooseBlocks(suite: readonly SuiteBlock[], { networks, sizes }: PlanOptions): readonly SuiteBlock[] {
  if (networks === undefined) {
    return sizes === undefined ? suite : suite.map((block) => ({ networks: block.networks, sizes }));
  }
  return networks.flatMap((network) => {
    if (sizes !== undefined) return [{ networks: [network], sizes }];
    const own = suite.filter((block) => block.networks.includes(network));
    return (own.length > 0 ? own : suite).map((block) => ({ ...block, networks: [network] }));
  });
}

function describeSlowness(slowness: number): string {
  return `about ${slowness} times as slow as the fastest runtime, too slow for these in a suite; sizes that are asked for are measured`;
}

/** A target that has no float16 has it on no runtime; of the others, a runtime says whether it has. */
function leaveOutWithoutFloat16(plan: SuitePlan, table: readonly Runtime[]): SuitePlan {
  const why = (name: string): string | undefined => whyNoFloat16(findRuntime(name, table));
  return leaveOut(
    plan,
    ({ dtype, runtime }) => dtype === "fp16" && why(runtime) !== undefined,
    (runtime) => `no fp16: ${why(runtime)}`,
  );
}

function checkWhole(option: string, values: readonly number[], most: number): void {
  const wrong = values.find((value) => !Number.isSafeInteger(value) || value < 1 || value > most);
  if (wrong !== undefined) {
    throw new InvalidPlanError({ option, given: wrong, expected: `a whole number from 1 to ${most}` });
  }
}
