/** Runs a suite cell by cell and keeps every result as soon as there is one. */
import { type Clock, systemClock } from "@linknet-kit/base";
import { dirname, join } from "node:path";
import {
  type Lock,
  type OutputRule,
  checkOutput,
  lockFile,
  makeFolder,
  withTemporaryFolder,
} from "@linknet-kit/base/files";
import { type PlannedCell, type ResultFile, type SuitePlan, modelKey } from "@linknet-kit/results";
import { resultFileKind } from "@linknet-kit/results/files";
import { type Runtime, type Timing, findRuntime, runtimes } from "@linknet-kit/runtimes";
import { EVALUATOR_OPERATIONS } from "@linknet-kit/runtimes/measure";
import { group } from "d3-array";
import { Artifacts, type ModelOf, type ModelRequest } from "../cell/artifacts.js";
import type { SuiteEvent } from "../cell/events.js";
import { References } from "../cell/references.js";
import { runCell } from "../cell/runCell.js";
import { SuiteInterruptedError } from "../errors.js";
import type { GitState } from "../git/git.js";
import { type RoofTarget, hasRoofs, measureRoofs } from "../roofs/measureRoofs.js";
import { withRoofModels } from "../roofs/roofModels.js";
import { Expectation } from "./expectation.js";
import { fastestFirst, slownessOf } from "./fastestFirst.js";
import { ResultBook } from "./resultBook.js";
import type { BookHeader } from "./resume.js";
import { type Survey, surveySuite } from "./survey.js";

export interface SuiteOptions {
  readonly plan: SuitePlan;
  /** Of the result file, whose folder is made where it is missing. */
  readonly path: string;
  /** What it must not be, and whether it may take the place of something else. */
  readonly rule?: OutputRule | undefined;
  readonly modelOf: ModelOf;
  /** Whether to find out first what each runtime reaches at most; unless given, not. */
  readonly roofs?: boolean;
  /** Whether to find out where the time of each cell goes; unless given, not. */
  readonly profile?: boolean;
  /** How many runs each cell is timed for, at least `MINIMUM_RUNS`; as many as the budget allows unless given. */
  readonly iterations?: number | undefined;
  /** How many runs go before, untimed; until they settle unless given. */
  readonly warmup?: number | undefined;
  /** What the file's `counts` hold beside the networks that are measured. */
  readonly alsoCount?: readonly ModelRequest[] | undefined;
  readonly onEvent?: ((event: SuiteEvent) => void) | undefined;
  /** Stops the suite within a second; it then rejects with a `SuiteInterruptedError`. */
  readonly signal?: AbortSignal | undefined;
  /** What is measured; unless given, what git says of the working folder. */
  readonly git?: GitState | undefined;
  /** A part of a plan that machines share has its rows also where none of its runtimes is here; else that is a `NothingRunsError`. */
  readonly mayRunNothing?: boolean;
  /** Where runtimes are looked up. */
  readonly table?: readonly Runtime[];
  /** Name of the runtime that makes the references which are too much for the evaluator. */
  readonly referenceRuntime?: string;
  /** Up to how many operations the evaluator makes the reference; `EVALUATOR_OPERATIONS` unless given. */
  readonly evaluatorOperations?: number;
  /** Where elapsed time and the date of the file are read; the system's clock unless given. */
  readonly clock?: Clock;
  /** Milliseconds of silence after which a runtime counts as hanging. */
  readonly stallMs?: number;
}

/** Of the image that everything is measured with. */
const SEED = 1;

/** Multiple of the budget in which the fewest samples must fit. */
const LIMIT_BUDGETS = 30;

/** Of the runtime that makes references, where it is not among those that were asked. */
const USUAL_START_SECONDS = 0.5;

/** For a number of runs that was asked for. */
const LONGEST_MS = 3_600_000;

/**
 * Measures every cell of the plan and answers the result file, which is written after each. A file that the same suite left
 * unfinished is continued; any other result file with measurements under that path is moved aside, and what is no result file is refused.
 */
export async function runSuite(options: SuiteOptions): Promise<ResultFile> {
  const { plan, rule, signal } = options;
  const path = await checkOutput({ path: options.path, kind: resultFileKind }, { ...rule, makeFolders: true });
  await makeFolder(dirname(path));
  const lock = await lockFile(path);
  let book: ResultBook | undefined;
  let { cells } = plan;
  try {
    signal?.throwIfAborted();
    const table = options.table ?? runtimes;
    const asked = [...new Set(plan.cells.map(({ runtime }) => findRuntime(runtime, table)))];
    const onAsk = (names: readonly string[]): void => options.onEvent?.({ kind: "probe", runtimes: names });
    const survey = await surveySuite({ ...options, runtimes: asked, onAsk });
    ({ cells } = survey.plan);
    book = await ResultBook.open(path, {
      ...survey,
      ...runsOf(options),
      profile: options.profile === true,
      clock: options.clock ?? systemClock,
      force: rule?.force,
    });
    const setting = { survey, book, lock, table };
    await withTemporaryFolder("bench", signal, (folder) => runCells(options, { ...setting, folder }));
    return book.file();
  } catch (cause) {
    if (!signal?.aborted) throw cause;
    throw new SuiteInterruptedError({ path, finished: book?.finished ?? 0, cells: cells.length, cause });
  } finally {
    await lock.release();
  }
}

function runsOf({ iterations, warmup }: SuiteOptions): Pick<BookHeader, "runs"> {
  if (iterations === undefined && warmup === undefined) return {};
  return { runs: { ...(iterations === undefined ? {} : { iterations }), ...(warmup === undefined ? {} : { warmup }) } };
}

interface Setting {
  readonly survey: Survey;
  readonly book: ResultBook;
  readonly lock: Lock;
  readonly folder: string;
  readonly table: readonly Runtime[];
}

async function runCells(options: SuiteOptions, { survey, book, lock, folder, table }: Setting): Promise<void> {
  const { modelOf, onEvent, signal, stallMs = 120_000, evaluatorOperations = EVALUATOR_OPERATIONS } = options;
  const { clock = systemClock } = options;
  const { cells, budgetSeconds } = survey.plan;
  const artifacts = new Artifacts({ folder: join(folder, "artifacts"), modelOf: withRoofModels(modelOf), signal });
  const references = new References({
    artifacts,
    folder: join(folder, "outputs"),
    runtime: findRuntime(options.referenceRuntime ?? "onnxruntime-node/cpu", table),
    tfjsRuntime: findRuntime("tfjs/cpu"),
    seed: SEED,
    evaluatorOperations,
    signal,
  });
  const context = { artifacts, references, seed: SEED, stallMs, signal };
  const ordered = fastestFirst(survey, table);
  const withRoofs = options.roofs === true && !book.hasRoofs;
  const open = ordered.filter((cell) => !book.has(cell));
  const expectation = expect(open, options, { survey, table, withRoofs });
  onEvent?.({
    kind: "suite",
    cells: cells.length,
    kept: book.finished,
    toMeasure: open.filter(({ runtime }) => survey.availabilities.get(runtime)!.available).length,
    budgetSeconds,
    expectedSeconds: expectation.leftSeconds() + expectation.roofSeconds,
  });
  if (withRoofs) {
    book.setRoofs(
      await measureRoofs(targetsOf(survey, table), {
        ...context,
        onTarget: ({ runtime, threads }, { name }) =>
          onEvent?.({ kind: "roof", of: name, runtime: runtime.name, threads }),
      }),
    );
  }

  let present: string | undefined;
  let index = -1;
  for (const cell of ordered) {
    index += 1;
    if (book.has(cell)) continue;
    signal?.throwIfAborted();
    if (present !== modelKey(cell)) {
      await artifacts.clear();
      await references.clear();
      present = modelKey(cell);
    }
    const position = { cell, index: index + 1, cells: cells.length };
    onEvent?.({ kind: "cell", leftSeconds: expectation.leftSeconds(), ...position });
    const started = clock.nowMs();
    const runtime = findRuntime(cell.runtime, table);
    const availability = survey.availabilities.get(runtime.name)!;
    const result = await runCell(cell, {
      ...context,
      runtime,
      availability,
      timing: timingOf(cell, options),
      profile: options.profile === true,
      onStep: (step) => onEvent?.({ kind: "step", step, ...position }),
    });
    await lock.check();
    const movedTo = await book.add(cell, result);
    if (movedTo !== undefined) onEvent?.({ kind: "moved aside", to: movedTo });
    expectation.finish(cell, result, (clock.nowMs() - started) / 1000);
    onEvent?.({ kind: "result", result, ...position });
  }
}

function expect(
  cells: readonly PlannedCell[],
  options: SuiteOptions,
  { survey, table, withRoofs }: Pick<Setting, "survey" | "table"> & { readonly withRoofs: boolean },
): Expectation {
  const { counts, availabilities, startSeconds, passPositions, environment } = survey;
  const macs = new Map(counts.map((count) => [modelKey({ ...count, batch: 1 }), count.macs]));
  return new Expectation({
    cells,
    timingOf: (cell) => timingOf(cell, options),
    macsOf: (cell) => {
      const one = macs.get(modelKey({ ...cell, batch: 1 }));
      return one === undefined ? undefined : one * cell.batch;
    },
    slownessOf: (runtime) => slownessOf(runtime, availabilities, table),
    // How many processes there are for each core; this process itself mostly waits.
    crowding: Math.max(1, environment.loadAverage[0] / environment.cpu.allowedCores),
    isAvailable: (runtime) => availabilities.get(runtime)!.available,
    startSecondsOf: (runtime) => startSeconds.get(runtime) ?? USUAL_START_SECONDS,
    isCheckedSmall: (network) => passPositions.has(network),
    evaluatorMacs: options.evaluatorOperations ?? EVALUATOR_OPERATIONS,
    isProfiled: options.profile === true,
    roofRuntimes: withRoofs ? targetsOf(survey, table).map(({ runtime }) => runtime.name) : [],
  });
}

/** Each runtime with each number of threads of the suite, where roofs are to be had. */
function targetsOf({ plan, availabilities }: Survey, table: readonly Runtime[]): readonly RoofTarget[] {
  const pairs = group(
    plan.cells,
    ({ runtime }) => runtime,
    ({ threads }) => threads,
  );
  const targets = [...pairs].flatMap(([name, own]) =>
    [...own.keys()].map((threads) => {
      return { runtime: findRuntime(name, table), threads, availability: availabilities.get(name)! };
    }),
  );
  return targets.filter(hasRoofs);
}

function timingOf({ budgetSeconds }: PlannedCell, { iterations, warmup }: SuiteOptions): Timing {
  const [budgetMs, limitMs] = [1000 * budgetSeconds, LIMIT_BUDGETS * 1000 * budgetSeconds];
  return {
    budgetMs,
    // What takes as many runs as were asked for takes as long as they take.
    limitMs: iterations === undefined ? limitMs : Math.max(limitMs, LONGEST_MS),
    ...(iterations === undefined ? {} : { runs: iterations }),
    ...(warmup === undefined ? {} : { warmupRuns: warmup }),
  };
}
