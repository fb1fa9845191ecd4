/** Two sessions in turn, until their pairs decide which of them is slower. */
import { type Clock, systemClock, timed } from "@linknet-kit/base";
import {
  type Interleaved,
  type TimedPair,
  type Rule,
  decide,
  hasSettled,
  isBaseFirst,
} from "@linknet-kit/results/statistics";
import type { Session, Tensors } from "../runtime/runtime.js";
import type { OnProgress } from "../runtime/timing.js";

/** A session that is loaded, and what it is fed. */
export interface Side {
  readonly session: Session;
  readonly inputs: Tensors;
}

export interface Sides {
  readonly base: Side;
  readonly candidate: Side;
}

interface InterleaveOptions {
  readonly rule: Rule;
  /** For the pairs; what is not decided then is inconclusive. */
  readonly budgetMs: number;
  readonly onProgress: OnProgress;
  /** Where the time is read; the system's clock unless given. */
  readonly clock?: Clock;
}

/** The most warm-ups of each session before the first pair of all, and before the first of every later round. */
const MOST_WARM_UPS = 10;
export const ROUND_WARM_UPS = 2;

/** Pairs between two loads; twice as many are the fewest that decide, so that both orders of loading are among them. */
export const ROUND_PAIRS = 4;

/** Which side is loaded first changes from one round to the next. */
export function isBaseLoadedFirst(round: number): boolean {
  return round % 2 === 0;
}

/** A sign of life is given this often at most, as it disturbs what is timed. */
const PROGRESS_MS = 1000;

/** Which side is loaded first. */
export type Order = "base first" | "candidate first";

/**
 * One pair after the other, in the order that is drawn for it. After some pairs both are loaded anew, in the other order: where in
 * memory a session comes to lie alone makes it a percent or two faster or slower, for as long as it lives.
 */
export async function interleave(
  open: (order: Order) => Promise<Sides>,
  options: InterleaveOptions,
): Promise<Interleaved> {
  const { rule, budgetMs, onProgress, clock = systemClock } = options;
  const pairs: TimedPair[] = [];
  let end = Number.POSITIVE_INFINITY;
  let told = Number.NEGATIVE_INFINITY;
  for (let round = 0; ; round += 1) {
    const sides = await open(isBaseLoadedFirst(round) ? "base first" : "candidate first");
    for (const side of [sides.base, sides.candidate]) await warmUp(side, round === 0, { onProgress, clock });
    if (round === 0) end = clock.nowMs() + budgetMs;
    for (let taken = 0; taken < ROUND_PAIRS; taken += 1) {
      pairs.push(await runPair(sides, isBaseFirst(pairs.length), clock));
      const isOver = clock.nowMs() > end;
      const decision = decide(pairs, isOver ? { ...rule, mostPairs: Math.min(rule.mostPairs, pairs.length) } : rule);
      if (decision !== undefined) return { decision, pairs };
      if (clock.nowMs() < told + PROGRESS_MS) continue;
      told = clock.nowMs();
      onProgress({ stage: "pairs", pairs: pairs.length });
    }
    for (const { session } of [sides.base, sides.candidate]) await session.release();
  }
}

async function runPair({ base, candidate }: Sides, baseFirst: boolean, clock: Clock): Promise<TimedPair> {
  if (baseFirst) return { baseMs: await time(base, clock), candidateMs: await time(candidate, clock) };
  const candidateMs = await time(candidate, clock);
  return { baseMs: await time(base, clock), candidateMs };
}

/** The first time until the runs settle. */
async function warmUp(
  side: Side,
  isFirst: boolean,
  { onProgress, clock }: { readonly onProgress: OnProgress; readonly clock: Clock },
): Promise<void> {
  const runsMs: number[] = [];
  const most = isFirst ? MOST_WARM_UPS : ROUND_WARM_UPS;
  while (runsMs.length < most && !hasSettled(runsMs)) {
    runsMs.push(await time(side, clock));
    onProgress({ stage: "warm-up", runs: runsMs.length });
  }
}

async function time({ session, inputs }: Side, clock: Clock): Promise<number> {
  const [, milliseconds] = await timed(() => session.run(inputs), clock);
  return milliseconds;
}
