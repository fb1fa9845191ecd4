/**
 * How often the gate is right: comparisons of a program with itself, and with itself slowed down, over latencies as a machine really gave
 * them. A trial takes consecutive samples from a random place in the recording, as many as the gate asks for, in the order that the
 * gate runs its programs in; of the candidate's, each is made longer by the slow-down. A first run that fails is followed by a second,
 * over the samples after it. What loading anew does is in it too: after every round of pairs samples are spent on warming up, and the
 * program that was loaded first is slower by what decision 18 measured.
 *
 *   node benchmarks/gate.mjs [--trials 2000] [--noise FILE.json] [--json]
 *
 * The file holds { samplesMs: [...] } of consecutive runs. Goals with 80 pairs at most: at most 1 % of comparisons with itself fail; 5 %
 * slower fails at least 95 % of the time and passes at most 1 %; 10 % slower fails at least 99 %, within 20 pairs on average, those
 * of the second run included. The exit status is 1 where a goal is missed.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { seededUniform } from "@linknet-kit/core";
import { DEFAULT_RULE, decide, isBaseFirst } from "@linknet-kit/results/statistics";
import { ROUND_PAIRS, ROUND_WARM_UPS, isBaseLoadedFirst } from "../dist/child/interleave.js";
import { confirmFailure } from "../dist/comparison/confirm.js";

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "2000" },
    noise: {
      type: "string",
      default: new URL("../../results/benchmarks/noise-shared-machine.json", import.meta.url).pathname,
    },
    json: { type: "boolean", default: false },
  },
});
const trials = Number(values.trials);
const { samplesMs } = JSON.parse(readFileSync(values.noise, "utf8"));
const uniform = seededUniform(1, "trials");

/** Of two equal sessions the one that is loaded first is so much slower for as long as it lives. */
const LOADED_FIRST = 1.009;

/** @param {number} slowDown as a share */
async function trial(slowDown) {
  let at = uniform() >>> 1;
  const next = () => samplesMs[at++ % samplesMs.length];
  const runs = [];
  const { answer } = await confirmFailure(async (rule) => {
    const pairs = [];
    for (;;) {
      const round = Math.floor(pairs.length / ROUND_PAIRS);
      if (pairs.length % ROUND_PAIRS === 0) at += 2 * ROUND_WARM_UPS;
      const [first, second] = [next(), next()];
      const [baseMs, candidateMs] = isBaseFirst(pairs.length) ? [first, second] : [second, first];
      const [base, candidate] = isBaseLoadedFirst(round) ? [LOADED_FIRST, 1] : [1, LOADED_FIRST];
      pairs.push({ baseMs: baseMs * base, candidateMs: candidateMs * candidate * (1 + slowDown) });
      const decision = decide(pairs, rule);
      if (decision === undefined) continue;
      runs.push(pairs.length);
      return { kind: "answer", answer: { decision, pairs } };
    }
  }, DEFAULT_RULE);
  const { decision, unconfirmed } = answer;
  const firstFailed = decision.verdict === "fail" || unconfirmed !== undefined;
  return { ...decision, firstFailed, pairs: runs[0], allPairs: runs.reduce((sum, each) => sum + each, 0) };
}

const goals = {
  0: ({ fail }) => fail <= 0.01,
  0.02: () => true,
  0.05: ({ fail, pass }) => fail >= 0.95 && pass <= 0.01,
  0.1: ({ fail, allPairs }) => fail >= 0.99 && allPairs <= 20,
};
const rows = [];
for (const [slowDown, isMet] of Object.entries(goals)) {
  const decisions = [];
  while (decisions.length < trials) decisions.push(await trial(Number(slowDown)));
  const share = (verdict) => decisions.filter((decision) => decision.verdict === verdict).length / trials;
  const mean = (key) => decisions.reduce((sum, decision) => sum + Number(decision[key]), 0) / trials;
  const row = {
    pass: share("pass"),
    fail: share("fail"),
    inconclusive: share("inconclusive"),
    firstFailed: mean("firstFailed"),
    pairs: mean("pairs"),
    allPairs: mean("allPairs"),
  };
  rows.push({ slowDown: Number(slowDown), ...row, met: isMet(row) });
}

if (values.json)
  console.log(JSON.stringify({ trials, samples: samplesMs.length, rule: DEFAULT_RULE, rows }, undefined, 2));
else {
  console.log(`${trials} trials each over ${samplesMs.length} recorded samples; allowance ${DEFAULT_RULE.allowance}`);
  for (const { slowDown, pass, fail, inconclusive, firstFailed, pairs, allPairs, met } of rows) {
    const shares = [pass, fail, inconclusive, firstFailed].map((value) => `${(100 * value).toFixed(2)} %`.padStart(9));
    console.log(
      `${(100 * slowDown).toFixed(0).padStart(3)} % slower: pass ${shares[0]}, fail ${shares[1]}, inconclusive ${shares[2]}, ` +
        `in the first run fail ${shares[3]}; ${pairs.toFixed(1)} pairs on average, ${allPairs.toFixed(1)} with second runs${met ? "" : "  GOAL MISSED"}`,
    );
  }
}
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
