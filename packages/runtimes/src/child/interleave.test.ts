import type { Clock } from "@linknet-kit/base";
import { isBaseFirst } from "@linknet-kit/results/statistics";
import { expect, test } from "vitest";
import type { Progress } from "../runtime/timing.js";
import { type Order, type Sides, interleave } from "./interleave.js";

const RULE = { allowance: 0.02, mostPairs: 80 };

interface Journal {
  /** What was loaded, run and released, in order: `base` and `candidate` with a word. */
  readonly entries: string[];
  readonly open: (order: Order) => Promise<Sides>;
  readonly clock: Clock;
}

/** Sessions that take as long as they are told to, by a clock that moves while they run alone. */
function journalOf(baseMs: number, candidateMs: number): Journal {
  const entries: string[] = [];
  let passedMs = 0;
  const clock = { nowMs: () => passedMs, date: () => new Date(0) };
  const side = (name: string, milliseconds: number) => {
    entries.push(`load ${name}`);
    const run = async () => {
      entries.push(`run ${name}`);
      passedMs += milliseconds;
      return {};
    };
    return { session: { threads: 1, run, release: async () => void entries.push(`release ${name}`) }, inputs: {} };
  };
  const open = async (order: Order): Promise<Sides> => {
    if (order === "base first") return { base: side("base", baseMs), candidate: side("candidate", candidateMs) };
    const candidate = side("candidate", candidateMs);
    return { base: side("base", baseMs), candidate };
  };
  return { entries, open, clock };
}

test("Both are loaded anew after four pairs, in the other order, and nothing is decided before", async () => {
  const { entries, open, clock } = journalOf(1, 4);
  const stages: Progress[] = [];
  const { decision, pairs } = await interleave(open, {
    rule: RULE,
    budgetMs: 60_000,
    clock,
    onProgress: (progress) => stages.push(progress),
  });
  expect(decision.verdict).toBe("fail");
  expect(pairs.length).toBeGreaterThanOrEqual(8);
  const loads = entries.filter((entry) => entry.startsWith("load"));
  expect(loads.slice(0, 4)).toEqual(["load base", "load candidate", "load candidate", "load base"]);
  expect(entries.filter((entry) => entry.startsWith("release")).slice(0, 2)).toEqual([
    "release base",
    "release candidate",
  ]);
  expect(stages).toContainEqual({ stage: "pairs", pairs: 1 });
});

test("The order within pairs is the drawn one, which is neither always the same nor regular", async () => {
  const { entries, open, clock } = journalOf(0.2, 0.8);
  await interleave(open, { rule: RULE, budgetMs: 60_000, clock, onProgress: () => {} });
  const loaded = entries.lastIndexOf("load candidate", entries.indexOf("release base"));
  const runs = entries.slice(loaded, entries.indexOf("release base")).filter((entry) => entry.startsWith("run"));
  const firsts = runs.slice(-8).filter((_, index) => index % 2 === 0);
  expect(firsts).toEqual([0, 1, 2, 3].map((pair) => (isBaseFirst(pair) ? "run base" : "run candidate")));
  const order = Array.from({ length: 80 }, (_, pair) => isBaseFirst(pair));
  expect(order.filter(Boolean).length).toBeGreaterThan(30);
  expect(order.filter(Boolean).length).toBeLessThan(50);
  for (const period of [1, 2, 3, 4]) expect(order.every((first, pair) => first === order[pair % period])).toBe(false);
});

test("A budget that is over ends the comparison, whatever it says by then", async () => {
  const { open, clock } = journalOf(1, 4);
  const { decision } = await interleave(open, { rule: RULE, budgetMs: 0, clock, onProgress: () => {} });
  expect(decision).toMatchObject({ verdict: "inconclusive", pairs: 1 });
});
