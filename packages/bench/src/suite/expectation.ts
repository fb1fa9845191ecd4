/**
 * How long a suite will take. Before its first cell from what processes took to start on this machine and from usual speeds; then from what its
 * own cells took. What a cell costs beside its samples counts as well: a process for it, its artifact, and something to check it against.
 */
import { type Cell, type PlannedCell, type Result, modelKey } from "@linknet-kit/results";
import type { Timing } from "@linknet-kit/runtimes";
import { MINIMUM_RUNS } from "@linknet-kit/runtimes/measure";
import { sum } from "d3-array";

export interface ExpectationOptions {
  /** Those that are still to be measured, in their order. */
  readonly cells: readonly PlannedCell[];
  readonly timingOf: (cell: PlannedCell) => Timing;
  /** Multiply-accumulates of one run; `undefined` where they cannot be counted. */
  readonly macsOf: (cell: Cell) => number | undefined;
  /** Of a runtime, as the probe or its row has it. */
  readonly slownessOf: (runtime: string) => number;
  /** How many times as long everything takes since others use the machine, too: 1 where none do. */
  readonly crowding: number;
  readonly isAvailable: (runtime: string) => boolean;
  /** What it takes a runtime to start and to say what it is, in seconds. */
  readonly startSecondsOf: (runtime: string) => number;
  /** Whether each runtime is asked about the network at a small size, too. */
  readonly isCheckedSmall: (network: string) => boolean;
  /** Multiply-accumulates up to which the evaluator makes the reference. */
  readonly evaluatorMacs: number;
  readonly isProfiled: boolean;
  /** Pairs of a runtime and a number of threads whose roofs are measured first. */
  readonly roofRuntimes: readonly string[];
}

/** 10^9 multiply-accumulates a second of two cores of 2020, of a network in the middle; halved or doubled they hold for most machines. */
const USUAL_PACE: Readonly<Record<string, number>> = {
  "onnxruntime-node/cpu": 60,
  "onnxruntime-web/wasm": 18,
  "chromium/onnxruntime-wasm": 18,
  "tfjs/wasm": 12,
  "chromium/tfjs-wasm": 12,
  "tfjs/cpu": 0.25,
};
const FASTEST_PACE = 60;
/** The same of the evaluator, and of a runtime that optimises nothing, on one thread. */
const EVALUATOR_PACE = 0.25;
const PLAIN_PACE = 12;
/** Of the network at the size where the evaluator is asked, in 10^9. */
const SMALL_GIGAMACS = 0.1;
/** Loading the model, writing and hashing the artifact, comparing the output. */
const CELL_SECONDS = 0.8;
/** Each of the two models of a runtime's roof, its process and its check aside. */
const ROOF_SECONDS = 2;
/** A first run compiles, and a driver says what its kernels took. */
const FIRST_RUNS = 2;
const PROFILE_RUNS = 12;
/** As much as that many seconds of cells speak for the usual speeds, against those that were seen. */
const TRUST_SECONDS = 20;

interface Seen {
  readonly network: string;
  readonly runtime: string;
  readonly dtype: string | undefined;
  readonly macs: number;
  /** Of a run. */
  readonly seconds: number;
}

export class Expectation {
  readonly #options: ExpectationOptions;
  readonly #left: PlannedCell[];
  readonly #seen: Seen[] = [];
  readonly #referenced = new Set<string>();
  readonly #checked = new Set<string>();
  /** Of finished cells: what was expected once the pace of their runs was known, and what they took. */
  #expected = TRUST_SECONDS;
  #took = TRUST_SECONDS;

  constructor(options: ExpectationOptions) {
    this.#options = options;
    this.#left = [...options.cells];
  }

  /** Of the roofs alone. */
  get roofSeconds(): number {
    return sum(this.#options.roofRuntimes, (runtime) => 2 * (ROOF_SECONDS + 2 * this.#options.startSecondsOf(runtime)));
  }

  /** Of the cells that are left. */
  leftSeconds(): number {
    const [referenced, checked] = [new Set(this.#referenced), new Set(this.#checked)];
    const seconds = sum(this.#left, (cell) => this.#secondsOf(cell, referenced, checked));
    return seconds * (this.#took / this.#expected);
  }

  /** Takes a cell from those that are left, with what became of it and the seconds that it took. */
  finish(cell: PlannedCell, result: Pick<Result, "latency">, seconds: number): void {
    const index = this.#left.indexOf(cell);
    if (index !== -1) this.#left.splice(index, 1);
    const macs = this.#options.macsOf(cell);
    if (result.latency !== undefined && macs !== undefined) {
      const { network, runtime, dtype } = cell;
      this.#seen.push({ network, runtime, dtype, macs, seconds: result.latency.medianMs / 1000 });
    }
    // By what is known now, so that the rest of the difference is what everything else took.
    this.#expected += this.#secondsOf(cell, this.#referenced, this.#checked);
    this.#took += seconds;
  }

  #secondsOf(cell: PlannedCell, referenced: Set<string>, checked: Set<string>): number {
    const { isAvailable, startSecondsOf, isProfiled, timingOf, crowding } = this.#options;
    if (!isAvailable(cell.runtime)) return 0;
    const runSeconds = this.#runSeconds(cell);
    const { budgetMs, limitMs, runs, warmupRuns } = timingOf(cell);
    const warm = warmupRuns === undefined ? Math.max(runSeconds, 0) : warmupRuns * runSeconds;
    const fewest = warm + Math.max(MINIMUM_RUNS, runs ?? 0) * runSeconds;
    const measured = Math.min(limitMs / 1000, runs === undefined ? Math.max(budgetMs / 1000, fewest) : fewest);
    const others = (FIRST_RUNS + (isProfiled ? PROFILE_RUNS : 0)) * runSeconds + crowding * CELL_SECONDS;
    return startSecondsOf(cell.runtime) + measured + others + this.#checkSeconds(cell, referenced, checked);
  }

  /** What there must be before it is measured, where no cell before has needed it. */
  #checkSeconds(cell: PlannedCell, referenced: Set<string>, checked: Set<string>): number {
    const { macsOf, evaluatorMacs, startSecondsOf, isCheckedSmall, crowding } = this.#options;
    const { network, runtime } = cell;
    const [macs, key] = [macsOf(cell) ?? evaluatorMacs, modelKey(cell)];
    const isLarge = macs > evaluatorMacs;
    const start = startSecondsOf("onnxruntime-node/cpu");
    const first = (set: Set<string>, name: string): boolean => !set.has(name) && set.add(name).has(name);
    let seconds = 0;
    if (first(referenced, key)) seconds += start + (crowding * macs) / 1e9 / (isLarge ? PLAIN_PACE : EVALUATOR_PACE);
    const isSmall = isCheckedSmall(network);
    if ((isLarge || isSmall) && first(checked, network))
      seconds += 2 * start + (crowding * SMALL_GIGAMACS) / EVALUATOR_PACE;
    if (isSmall && first(checked, JSON.stringify([network, runtime])))
      seconds += startSecondsOf(runtime) + CELL_SECONDS;
    return seconds;
  }

  /** What is usual, corrected by the nearest that its runtime has run: less so the farther off in work that is, and of another network. */
  #runSeconds(cell: PlannedCell): number {
    const macs = this.#options.macsOf(cell);
    // Most files of users are of the size of these networks.
    if (macs === undefined) return 0.1 * this.#options.crowding * this.#options.slownessOf(cell.runtime);
    const distance = ({ network, macs: other, dtype }: Seen): number =>
      Math.abs(Math.log(other / macs)) / 6 + (network === cell.network ? 0 : 0.25) + (dtype === cell.dtype ? 0 : 0.25);
    const [nearest] = this.#seen
      .filter(({ runtime }) => runtime === cell.runtime)
      .toSorted((a, b) => distance(a) - distance(b));
    const usual = this.#usualSeconds(cell.runtime, macs);
    if (nearest === undefined) return usual;
    const ratio = nearest.seconds / this.#usualSeconds(cell.runtime, nearest.macs);
    return usual * ratio ** (1 / (1 + distance(nearest)));
  }

  #usualSeconds(runtime: string, macs: number): number {
    const { crowding, slownessOf } = this.#options;
    return (crowding * macs) / 1e9 / (USUAL_PACE[runtime] ?? FASTEST_PACE / slownessOf(runtime));
  }
}
