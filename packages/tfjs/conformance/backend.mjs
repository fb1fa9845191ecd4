/**
 * Computes every model of ONNX's backend tests by the reference, by the reference after it was written and read again, and by tfjs after it
 * was written for that, and compares with the outputs that ONNX stored. A test may be refused, with a reason; none may fail. What passes
 * is pinned test by test in passing.json, from which docs/onnx-conformance.md is made; --write renews both where nothing was lost.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { LinknetError } from "@linknet-kit/base";
import { UnreadableOnnxError, UnsupportedOpsError } from "@linknet-kit/onnx";
import { difference } from "./compare.mjs";
import { conformancePage } from "./page.mjs";
import { requireTests, runsOf, testsOf } from "./storedTests.mjs";
import { KEEPS_TYPES, WAYS } from "./ways.mjs";

/** @import { StoredRun } from "./storedTests.mjs" */
/** @import { Outcome, Tested } from "./page.mjs" */

const PINNED = new URL("passing.json", import.meta.url);
const PAGE = new URL("../../../docs/onnx-conformance.md", import.meta.url);
const KINDS = ["node", "pytorch-converted", "pytorch-operator", "simple"];

/** @param {unknown} error
 * @returns {Outcome} */
function outcomeOf(error) {
  const cause = error instanceof UnreadableOnnxError ? error.cause : error;
  if (!(cause instanceof LinknetError)) return { result: "failed", reason: String(cause) };
  if (cause instanceof UnsupportedOpsError)
    return { result: "refused", reason: `no op here: ${cause.operators.toSorted().join(", ")}` };
  return { result: "refused", reason: withoutNames(cause) };
}

/** A message that is the same for all tests refused alike.
 * @param {Error} error */
function withoutNames({ message }) {
  const ofAllNodes = /^tfjs cannot express .*?: (.*)$/.exec(message)?.[1];
  if (ofAllNodes !== undefined) return `tfjs: ${[...new Set(ofAllNodes.split("; ").map(ofOneNode))].join("; ")}`;
  return message.replaceAll(/"[^"]*"/g, "...").replaceAll(/\d+(x\d+)+|\d+( x \d+)*/g, "n");
}

/** Of `name (op), name (op): why`.
 * @param {string} text */
function ofOneNode(text) {
  return text.replaceAll(/(?:[^ ]+ \(([^)]+)\)(?:, )?)+/g, "$1");
}

/** @param {string} way
 * @param {readonly StoredRun[]} runs
 * @returns {Promise<Outcome>} */
async function compute(way, runs) {
  try {
    for (const run of runs) {
      const computed = (await WAYS[way]?.(run)) ?? {};
      for (const [index, { name }] of run.model.graph.outputs.entries()) {
        const problem = difference(computed[name], run.outputs[index], KEEPS_TYPES.includes(way));
        if (problem !== undefined) return { result: "failed", reason: `output "${name}" ${problem}` };
      }
    }
    return { result: "passed", reason: "" };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** @param {string} kind
 * @param {string} name
 * @returns {Promise<Tested>} */
async function runTest(kind, name) {
  const ways = Object.keys(WAYS);
  try {
    const runs = await runsOf(kind, name);
    /** @type {Record<string, Outcome>} */
    const outcomes = {};
    for (const way of ways) outcomes[way] = await compute(way, runs);
    return { kind, name, outcomes };
  } catch (error) {
    return { kind, name, outcomes: Object.fromEntries(ways.map((way) => [way, outcomeOf(error)])) };
  }
}

/** As the formatter writes it: the ways of a test on its line.
 * @param {unknown} value */
const asFormatted = (value) =>
  `${JSON.stringify(value, undefined, 2).replaceAll(/\[[^\]]*\]/g, (list) => JSON.stringify(JSON.parse(list)).replaceAll(",", ", "))}\n`;

/** @param {Tested} test */
const passedWays = ({ outcomes }) => Object.keys(WAYS).filter((way) => outcomes[way]?.result === "passed");

requireTests();
/** @type {Tested[]} */
const tests = [];
for (const kind of KINDS) for (const name of testsOf(kind)) tests.push(await runTest(kind, name));

const isWriting = process.argv.includes("--write");
/** For each test the ways that pass it: one that breaks is not made up for by another that is gained.
 * @type {Record<string, Record<string, readonly string[]>>} */
const pinned = JSON.parse(readFileSync(PINNED, "utf8"));
/** @type {string[]} */
const problems = [];
for (const test of tests) {
  const { kind, name, outcomes } = test;
  for (const [way, { result, reason }] of Object.entries(outcomes)) {
    if (result === "failed") problems.push(`FAILED ${name}, ${way}: ${reason}`);
    const isPinned = pinned[kind]?.[name]?.includes(way) === true;
    if (isPinned && result === "refused") problems.push(`no longer passed: ${name}, ${way}: ${reason}`);
    if (!isPinned && result === "passed" && !isWriting)
      problems.push(`passed and not pinned, see --write: ${name}, ${way}`);
  }
}
const passing = Object.fromEntries(
  KINDS.map((kind) => {
    const passed = tests.filter((test) => test.kind === kind && passedWays(test).length > 0);
    return [kind, Object.fromEntries(passed.map((test) => [test.name, passedWays(test)]))];
  }),
);
const page = conformancePage(tests);
console.log(page);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else if (isWriting) {
  writeFileSync(PINNED, asFormatted(passing));
  writeFileSync(PAGE, page);
} else if (readFileSync(PAGE, "utf8") !== page) {
  console.error("docs/onnx-conformance.md is not what was computed, see --write");
  process.exitCode = 1;
}
