/** Measures what a runtime's own kernels reach at most on this machine, as cells of a suite are measured. */
import type { Cell, Result, Roof } from "@linknet-kit/results";
import type { Availability, Runtime } from "@linknet-kit/runtimes";
import { type CellContext, runCell } from "../cell/runCell.js";
import { type RoofKind, type RoofModel, roofKinds } from "./roofModels.js";
import { type Trial, isShort, roofOf, trialOf } from "./trials.js";

/** A runtime with a number of threads. */
export interface RoofTarget {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly availability: Availability;
}

type Shared = Pick<CellContext, "references" | "artifacts" | "seed" | "stallMs" | "signal">;

export interface RoofContext extends Shared {
  readonly onTarget: (target: RoofTarget, kind: RoofKind) => void;
}

/** Runtimes that are slower than this many times the fastest have no roofs measured: that would take minutes. */
const SLOWEST = 10;
const TIMING = { budgetMs: 800, limitMs: 60_000 };

/** Whether a runtime's roofs are measured at all. */
export function hasRoofs({ runtime, availability }: RoofTarget): boolean {
  return availability.available && (availability.slowness ?? runtime.slowness ?? 1) <= SLOWEST;
}

interface Tried {
  readonly target: RoofTarget;
  readonly trials: Trial[];
}

/** One entry a target. Each gets more work until a run of it is long, or fails. */
export async function measureRoofs(targets: readonly RoofTarget[], context: RoofContext): Promise<readonly Roof[]> {
  const tried = targets.map((target): Tried => ({ target, trials: [] }));
  for (const kind of roofKinds) {
    let open = tried;
    for (const model of kind.models) {
      for (const { target, trials } of open) {
        context.onTarget(target, kind);
        trials.push(trialOf(kind, model, await measure(model, target, context)));
      }
      open = open.filter(({ trials }) => isShort(trials.at(-1)!));
      await context.artifacts.clear();
      await context.references.clear();
    }
  }
  return tried.map(({ target: { runtime, threads }, trials }) => roofOf({ runtime: runtime.name, threads }, trials));
}

async function measure(model: RoofModel, target: RoofTarget, context: RoofContext): Promise<Result> {
  const { runtime, threads, availability } = target;
  const cell: Cell = { ...model.request, runtime: runtime.name, threads };
  return await runCell(cell, { ...context, runtime, availability, timing: TIMING, onStep: () => {} });
}
