/** Two sessions in turn, until their pairs decide which of them is slower. */
import { type Decision, type Pair, type Rule, decide } from "../comparison/decide.js";
import type { Session, Tensors } from "../runtimes/runtime.js";
import { hasSettled } from "../statistics.js";
import type { Progress } from "./protocol.js";

/** A session that is loaded, and what it is fed. */
export interface Side {
  readonly session: Session;
  readonly inputs: Tensors;
}

export interface Sides {
  readonly base: Side;
  readonly candidate: Side;
}

export interface Interleaved {
  readonly decision: Decision;
  /** In the order they were taken. */
  readonly pairs: readonly Pair[];
}

interface InterleaveOptions {
  readonly rule: Rule;
  /** For the pairs; what is not decided then is inconclusive. */
  readonly budgetMs: number;
  readonly onProgress: (progress: Progress) => void;
}

/** Of each session, before the first pair. */
const MOST_WARM_UPS = 10;

const PROGRESS_PAIRS = 5;

/** Runs both until they settle, then one pair after the other; who comes first changes with every pair. */
export async function interleave({ base, candidate }: Sides, options: InterleaveOptions): Promise<Interleaved> {
  const { rule, budgetMs, onProgress } = options;
  for (const side of [base, candidate]) await warmUp(side, onProgress);
  const pairs: Pair[] = [];
  const end = performance.now() + budgetMs;
  for (;;) {
    pairs.push(await runPair({ base, candidate }, pairs.length % 2 === 0));
    if (pairs.length % PROGRESS_PAIRS === 0) onProgress({ stage: "pairs", pairs: pairs.length });
    const isOver = performance.now() > end;
    const decision = decide(pairs, isOver ? { ...rule, mostPairs: Math.min(rule.mostPairs, pairs.length) } : rule);
    if (decision !== undefined) return { decision, pairs };
  }
}

async function runPair({ base, candidate }: Sides, baseFirst: boolean): Promise<Pair> {
  if (baseFirst) return { baseMs: await time(base), candidateMs: await time(candidate) };
  const candidateMs = await time(candidate);
  return { baseMs: await time(base), candidateMs };
}

async function warmUp(side: Side, onProgress: (progress: Progress) => void): Promise<void> {
  const runsMs: number[] = [];
  while (runsMs.length < MOST_WARM_UPS && !hasSettled(runsMs)) {
    runsMs.push(await time(side));
    onProgress({ stage: "warm-up", runs: runsMs.length });
  }
}

async function time({ session, inputs }: Side): Promise<number> {
  const start = performance.now();
  await session.run(inputs);
  return performance.now() - start;
}
