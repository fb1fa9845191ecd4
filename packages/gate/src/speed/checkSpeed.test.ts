import { expect, test } from "vitest";
import { describeDecision } from "./checkSpeed.js";

const decision = {
  verdict: "inconclusive",
  ratio: 1.0312,
  floor: 1.0274,
  detectable: 1.0689,
  pValues: { slower: 0.1, fastEnough: 0.2 },
  pairs: 80,
} as const;

test("What is not decided says which slow-down would have been seen", () => {
  expect(describeDecision(decision)).toBe(
    "x1.031 over 80 interleaved pairs, where noise alone gives up to x1.027; 6.9 % slower would have been seen 19 times in 20",
  );
});

test("What the budget ended says so, and says nothing of noise where there were too few pairs", () => {
  expect(describeDecision({ ...decision, pairs: 34 })).toContain(
    "the time was up, and more of it would show smaller ones",
  );
  const { POSITIVE_INFINITY } = Number;
  expect(describeDecision({ ...decision, pairs: 1, floor: POSITIVE_INFINITY, detectable: POSITIVE_INFINITY })).toBe(
    "the time was up after 1 interleaved pair, too few to say anything: give it more seconds",
  );
});

test("A failure that did not come again says with what it came first", () => {
  expect(describeDecision(decision, { ...decision, verdict: "fail", ratio: 1.051 })).toMatch(
    /a first run failed with x1\.051$/,
  );
});
