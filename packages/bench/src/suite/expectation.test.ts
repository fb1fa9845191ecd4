import type { PlannedCell, Result } from "@linknet-kit/results";
import { expect, test } from "vitest";
import { Expectation, type ExpectationOptions } from "./expectation.js";

const BUDGET_SECONDS = 6;
const FAST = "onnxruntime-node/cpu";

function cellsOf(networks: readonly string[], runtimes: readonly string[] = [FAST]): readonly PlannedCell[] {
  const size = { width: 640, height: 360 };
  return networks.flatMap((network) =>
    runtimes.map((runtime) => ({ network, size, batch: 1, runtime, threads: 2, budgetSeconds: BUDGET_SECONDS })),
  );
}

function open(options: Partial<ExpectationOptions> & Pick<ExpectationOptions, "cells">): Expectation {
  return new Expectation({
    timingOf: ({ budgetSeconds }) => ({ budgetMs: 1000 * budgetSeconds, limitMs: 180_000 }),
    macsOf: () => 1e9,
    slownessOf: () => 1,
    crowding: 1,
    isAvailable: () => true,
    startSecondsOf: () => 0.4,
    isCheckedSmall: () => false,
    evaluatorMacs: 1e9,
    isProfiled: false,
    roofRuntimes: [],
    ...options,
  });
}

const took = (seconds: number): Pick<Result, "latency"> => ({ latency: { medianMs: 1000 * seconds } as never });

test("A cell takes its budget and what stands before its first sample, and one of a runtime that is not there takes nothing", () => {
  const cells = cellsOf(["a", "b", "c"]);
  const seconds = open({ cells }).leftSeconds();
  expect(seconds).toBeGreaterThan(3 * BUDGET_SECONDS);
  expect(seconds).toBeLessThan(3 * (BUDGET_SECONDS + 8));
  expect(open({ cells, isAvailable: () => false }).leftSeconds()).toBe(0);
});

test("Where ten runs do not fit in the budget they are counted, as is a number of runs that was asked for", () => {
  const [cell] = cellsOf(["a"]) as [PlannedCell];
  // At 6 x 10^10 a second a run takes ten seconds.
  const macsOf = (): number => 6e11;
  expect(open({ cells: [cell], macsOf }).leftSeconds()).toBeGreaterThan(100);
  const timingOf = (): ReturnType<ExpectationOptions["timingOf"]> => ({ budgetMs: 6000, limitMs: 3.6e6, runs: 30 });
  expect(open({ cells: [cell], macsOf, timingOf }).leftSeconds()).toBeGreaterThan(300);
});

test("On a machine that others use three times over, runs take three times as long, and budgets do not", () => {
  const [cell] = cellsOf(["a"]) as [PlannedCell];
  const seconds = (macs: number, crowding: number): number =>
    open({ cells: [cell], macsOf: () => macs, crowding }).leftSeconds();
  expect(seconds(2e11, 3) / seconds(2e11, 1)).toBeGreaterThan(2);
  expect(seconds(1e8, 3) / seconds(1e8, 1)).toBeLessThan(1.5);
});

test("A slower start, as a browser's, counts once a cell and again for each check of its own", () => {
  const cells = cellsOf(["a", "b"], [FAST, "chromium/tfjs-wasm"]);
  const startSecondsOf = (runtime: string): number => (runtime === FAST ? 0.4 : 5.4);
  const usual = open({ cells }).leftSeconds();
  expect(open({ cells, startSecondsOf }).leftSeconds() - usual).toBeCloseTo(10);
  const isCheckedSmall = (): boolean => true;
  const checked = open({ cells, isCheckedSmall }).leftSeconds();
  expect(open({ cells, isCheckedSmall, startSecondsOf }).leftSeconds() - checked).toBeCloseTo(20);
});

test("Roofs are told apart, and take longer on more runtimes", () => {
  const [one, two] = [[FAST], [FAST, "tfjs/wasm"]].map((roofRuntimes) => open({ cells: [], roofRuntimes }).roofSeconds);
  expect(two).toBeCloseTo(2 * one!);
  expect(open({ cells: [] }).roofSeconds).toBe(0);
});

test("What a run took says what others of its runtime take, the less the farther off they are, and of other runtimes nothing", () => {
  const cells = cellsOf(["near", "far", "near"], [FAST]);
  const macsOf = ({ network }: { network: string }): number => (network === "near" ? 3e10 : 3e11);
  const secondsOf = (cell: PlannedCell, wasSlow: boolean): number => {
    const seen = cellsOf(["near"])[0]!;
    const timingOf = (): ReturnType<ExpectationOptions["timingOf"]> => ({ budgetMs: 6000, limitMs: 1e7 });
    const expectation = open({ cells: [seen, cell], macsOf, timingOf });
    // Ten runs of half a second, as is usual, or of five.
    expectation.finish(seen, took(wasSlow ? 5 : 0.5), wasSlow ? 70 : 12);
    return expectation.leftSeconds();
  };
  const slowing = (cell: PlannedCell): number => secondsOf(cell, true) / secondsOf(cell, false);
  expect(slowing(cells[2]!)).toBeGreaterThan(4);
  expect(slowing(cells[1]!)).toBeGreaterThan(1.5);
  expect(slowing(cells[1]!)).toBeLessThan(slowing(cells[2]!));
  expect(slowing(cellsOf(["near"], ["tfjs/cpu"])[0]!)).toBeCloseTo(1, 0);
});

test("Where cells take twice as long as they should the rest does too, the more surely the more of them were seen", () => {
  const cells = cellsOf(Array.from({ length: 40 }, (_, index) => `network ${index}`));
  const expectation = open({ cells });
  const each = expectation.leftSeconds() / 40;
  for (const cell of cells.slice(0, 30)) expectation.finish(cell, took(0.01), 2 * each);
  expect(expectation.leftSeconds() / (10 * each)).toBeGreaterThan(1.8);
  expect(expectation.leftSeconds() / (10 * each)).toBeLessThan(2.1);
});
