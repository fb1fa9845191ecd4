/** Measures what a runtime's own kernels reach at most on this machine, as cells of a suite are measured. */
import type { Cell, Result, Roof } from "@linknet-kit/results";
import type { Availability, Runtime } from "@linknet-kit/runtimes";
import { type CellContext, runCell } from "../cell/runCell.js";
import { type RoofModel, roofModels } from "./roofModels.js";

/** A runtime with a number of threads. */
export interface RoofTarget {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly availability: Availability;
}

type Shared = Pick<CellContext, "references" | "artifacts" | "seed" | "stallMs" | "signal">;

export interface RoofContext extends Shared {
  readonly onTarget: (target: RoofTarget, model: RoofModel) => void;
}

/** A slower one would take minutes, and nobody asks how near to its limit it is. */
const SLOWEST = 10;
const TIMING = { budgetMs: 800, limitMs: 60_000 };

/** Whether a runtime's roofs are measured at all. */
export function hasRoofs({ runtime, availability }: RoofTarget): boolean {
  return availability.available && (availability.slowness ?? runtime.slowness ?? 1) <= SLOWEST;
}

/** One entry a target, with the best of its runs: a roof is what can be reached. */
export async function measureRoofs(targets: readonly RoofTarget[], context: RoofContext): Promise<readonly Roof[]> {
  const results = new Map<RoofTarget, [RoofModel, Result][]>(targets.map((target) => [target, []]));
  for (const model of roofModels) {
    for (const target of targets) {
      context.onTarget(target, model);
      results.get(target)!.push([model, await measure(model, target, context)]);
    }
    await context.artifacts.clear();
    await context.references.clear();
  }
  return [...results].map(([target, measured]) => summarise(target, measured));
}

async function measure(model: RoofModel, target: RoofTarget, context: RoofContext): Promise<Result> {
  const { runtime, threads, availability } = target;
  const cell: Cell = { ...model.request, runtime: runtime.name, threads };
  return await runCell(cell, { ...context, runtime, availability, timing: TIMING, onStep: () => {} });
}

function summarise({ runtime, threads }: RoofTarget, measured: readonly (readonly [RoofModel, Result])[]): Roof {
  const reasons = measured.flatMap(([{ name }, { latency, reason }]) => (latency ? [] : [`${name}: ${reason}`]));
  const rates = measured.flatMap(([{ work }, { latency }]) =>
    latency ? [[work.of, (1000 * work.amount) / Math.min(...latency.samplesMs)]] : [],
  );
  const [, { device, threads: used }] = measured[0]!;
  return {
    runtime: runtime.name,
    device,
    threads: used,
    ...(used === threads ? {} : { requestedThreads: threads }),
    ...(Object.fromEntries(rates) as Pick<Roof, "gflops" | "gigabytesPerSecond">),
    ...(reasons.length === 0 ? {} : { reason: reasons.join("; ") }),
  };
}
