/**
 * How often the gate is right: comparisons of a program with itself, and with itself slowed down, over latencies as a machine really gave
 * them. A trial takes consecutive samples from a random place in the recording, as many as the gate asks for, in the order that the
 * gate runs its programs in; of the candidate's, each is made longer by the slow-down.
 *
 *   node benchmarks/gate.mjs [--trials 2000] [--noise FILE.json] [--json]
 *
 * The file holds { samplesMs: [...] } of consecutive runs. Goals with 80 pairs at most: at most 1 % of comparisons with itself fail; 5 %
 * slower fails at least 95 % of the time and passes at most 1 %; 10 % slower fails at least 99 %, within 20 pairs on average. The exit
 * status is 1 where a goal is missed.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { seededUniform } from "@linknet-kit/core";
import { DEFAULT_RULE, decide, isBaseFirst } from "../dist/comparison/decide.js";

const { values } = parseArgs({
  options: {
    trials: { type: "string", default: "2000" },
    noise: { type: "string", default: new URL("noise-shared-machine.json", import.meta.url).pathname },
    json: { type: "boolean", default: false },
  },
});
const trials = Number(values.trials);
const { samplesMs } = JSON.parse(readFileSync(values.noise, "utf8"));
const uniform = seededUniform(1, "trials");

/** @param {number} slowDown as a share */
function trial(slowDown) {
  const start = (uniform() >>> 1) % samplesMs.length;
  const at = (index) => samplesMs[(start + index) % samplesMs.length];
  const pairs = [];
  for (;;) {
    const [first, second] = [at(2 * pairs.length), at(2 * pairs.length + 1)];
    const [baseMs, candidateMs] = isBaseFirst(pairs.length) ? [first, second] : [second, first];
    pairs.push({ baseMs, candidateMs: candidateMs * (1 + slowDown) });
    const decision = decide(pairs, DEFAULT_RULE);
    if (decision !== undefined) return decision;
  }
}

const goals = {
  0: ({ fail }) => fail <= 0.01,
  0.02: () => true,
  0.05: ({ fail, pass }) => fail >= 0.95 && pass <= 0.01,
  0.1: ({ fail, pairs }) => fail >= 0.99 && pairs <= 20,
};
const rows = Object.entries(goals).map(([slowDown, isMet]) => {
  const decisions = Array.from({ length: trials }, () => trial(Number(slowDown)));
  const share = (verdict) => decisions.filter((decision) => decision.verdict === verdict).length / trials;
  const pairs = decisions.reduce((sum, decision) => sum + decision.pairs, 0) / trials;
  const row = { pass: share("pass"), fail: share("fail"), inconclusive: share("inconclusive"), pairs };
  return { slowDown: Number(slowDown), ...row, met: isMet(row) };
});

if (values.json)
  console.log(JSON.stringify({ trials, samples: samplesMs.length, rule: DEFAULT_RULE, rows }, undefined, 2));
else {
  console.log(`${trials} trials each over ${samplesMs.length} recorded samples; allowance ${DEFAULT_RULE.allowance}`);
  for (const { slowDown, pass, fail, inconclusive, pairs, met } of rows) {
    const shares = [pass, fail, inconclusive].map((value) => `${(100 * value).toFixed(2)} %`.padStart(9));
    console.log(
      `${(100 * slowDown).toFixed(0).padStart(3)} % slower: pass ${shares[0]}, fail ${shares[1]}, inconclusive ${shares[2]}, ` +
        `${pairs.toFixed(1)} pairs on average${met ? "" : "  GOAL MISSED"}`,
    );
  }
}
process.exitCode = rows.every(({ met }) => met) ? 0 : 1;
