/**
 * Imports every model of ONNX's backend tests, evaluates it by the reference and compares with the outputs that ONNX stored. Debian
 * has the tests in the package libonnx-testdata. A test may be refused, with a reason; none may fail. Those that pass are pinned by name in
 * passing.json, which --write renews where more pass.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { castTensor, evaluate, printType, sameType } from "@linknet-kit/core";
import { UnsupportedOpsError } from "@linknet-kit/onnx";
import { DEFAULT_BUDGET } from "../dist/decode/budget.js";
import { decodeProto } from "../dist/decode/decodeProto.js";
import { tensor as tensorFields } from "../dist/decode/records.js";
import { decodeWire } from "../dist/decode/wireDecoder.js";
import { importModel } from "../dist/import/importModel.js";
import { TensorImporter } from "../dist/import/importTensor.js";

/** @import { Model, Tensor } from "@linknet-kit/core" */
/** @typedef {{ result: "passed" | "failed" | "refused", reason: string }} Outcome */

const DATA = "/usr/share/libonnx-testdata/data";
/** What ONNX's own runner allows. */
const TOLERANCE = { relative: 1e-3, absolute: 1e-7 };

/** Runs one test: its model on every set of inputs that is stored with it.
 * @param {string} folder
 * @returns {Outcome} */
function runTest(folder) {
  try {
    const proto = decodeProto(readFileSync(join(folder, "model.onnx")), DEFAULT_BUDGET);
    const sets = readdirSync(folder).filter((name) => name.startsWith("test_data_set_"));
    for (const set of sets) {
      const { model, inputs } = importTest(proto, () => storedTensors(join(folder, set), "input"));
      const expected = storedTensors(join(folder, set), "output");
      const computed = evaluate(model, inputs);
      for (const [index, { name }] of model.graph.outputs.entries()) {
        const problem = difference(computed[name], expected[index]);
        if (problem !== undefined) return { result: "failed", reason: `output "${name}" ${problem}` };
      }
    }
    return { result: "passed", reason: "" };
  } catch (error) {
    if (!(error instanceof LinknetError)) return { result: "failed", reason: String(error) };
    const reason = error instanceof UnsupportedOpsError ? "operators outside the table" : withoutNames(error);
    return { result: "refused", reason };
  }
}

/** The model and what it is fed. The tests feed also what an op here must know beforehand, such as the borders of a padding: where
 * a model is refused for that, all inputs but the first are given as constants.
 * @param {Parameters<typeof importModel>[0]} proto
 * @param {() => readonly Tensor[]} stored
 * @returns {{ model: Model, inputs: Record<string, Tensor> }} */
function importTest(proto, stored) {
  const weights = new Set(proto.graph?.initializer?.map(({ name }) => name));
  const names = (proto.graph?.input ?? []).flatMap(({ name }) => (name && !weights.has(name) ? [name] : []));
  const feed = () => Object.fromEntries(stored().map((tensor, index) => [names[index] ?? "", tensor]));
  try {
    // The model first: what is refused of it says more than what is refused of its inputs.
    const model = importModel(proto);
    return { model, inputs: feed() };
  } catch (error) {
    if (!(error instanceof LinknetError) || !error.message.includes("must be a constant")) throw error;
    const inputs = feed();
    const { [names[0] ?? ""]: _, ...constants } = inputs;
    return { model: importModel(proto, { constants }), inputs };
  }
}

/** The numbered tensors of one call: `input_0.pb`, `input_1.pb`, ...
 * @param {string} folder
 * @param {string} kind
 * @returns {Tensor[]} */
function storedTensors(folder, kind) {
  const importer = new TensorImporter(DEFAULT_BUDGET.tensorBytes, new Map());
  const tensors = [];
  for (;;) {
    const file = join(folder, `${kind}_${tensors.length}.pb`);
    if (!existsSync(file)) return tensors;
    const record = decodeWire(readFileSync(file), "tensor", tensorFields, DEFAULT_BUDGET);
    tensors.push(importer.import(record).read());
  }
}

/** @param {Tensor | undefined} computed
 * @param {Tensor | undefined} expected
 * @returns {string | undefined} */
function difference(computed, expected) {
  if (computed === undefined || expected === undefined) return "is missing";
  if (!sameType(computed, expected)) return `is ${printType(computed)}, expected ${printType(expected)}`;
  const numbers = numbersOf(expected);
  for (const [index, value] of numbersOf(computed).entries()) {
    const wanted = Number(numbers[index]);
    if (Object.is(value, wanted)) continue;
    const allowed = TOLERANCE.absolute + TOLERANCE.relative * Math.abs(wanted);
    if (!(Math.abs(value - wanted) <= allowed)) return `has ${value} at ${index}, expected ${wanted}`;
  }
  return undefined;
}

/** @param {Tensor} tensor */
function numbersOf(tensor) {
  return tensor.dtype === "int64" ? Array.from(tensor.data, Number) : Array.from(castTensor(tensor, "float32").data);
}

/** A message that is the same for all tests refused alike.
 * @param {Error} error */
function withoutNames({ message }) {
  return message.replaceAll(/"[^"]*"/g, "...").replaceAll(/\d+(x\d+)+|\d+( x \d+)*/g, "n");
}

/** Runs one kind of tests, prints what became of them, and answers the names of those that passed and that failed.
 * @param {string} kind */
function runKind(kind) {
  const names = readdirSync(join(DATA, kind)).filter((name) => existsSync(join(DATA, kind, name, "model.onnx")));
  const outcomes = names.toSorted().map((name) => ({ name, ...runTest(join(DATA, kind, name)) }));
  const of = (/** @type {Outcome["result"]} */ result) => outcomes.filter((outcome) => outcome.result === result);
  const [passed, refused, failed] = [of("passed"), of("refused"), of("failed")];
  console.log(`${kind}: ${passed.length} passed, ${refused.length} refused, ${failed.length} failed`);
  for (const { name, reason } of failed) console.log(`  FAILED ${name}: ${reason}`);
  for (const reason of new Set(refused.map((outcome) => outcome.reason))) {
    const alike = refused.filter((outcome) => outcome.reason === reason);
    const examples = alike.slice(0, 4).map(({ name }) => name);
    console.log(
      `  ${alike.length} refused: ${reason} (${[...examples, ...(alike.length > 4 ? ["..."] : [])].join(", ")})`,
    );
  }
  return { passed: passed.map(({ name }) => name), failed: failed.map(({ name }) => name) };
}

if (!existsSync(DATA)) {
  console.error("ONNX's backend tests are not on this machine: sudo apt-get install libonnx-testdata");
  process.exit(1);
}

const PINNED = new URL("passing.json", import.meta.url);
const isWriting = process.argv.includes("--write");
/** Every test that passes, by its kind: one that breaks is not made up for by another that is gained.
 * @type {Record<string, readonly string[]>} */
const pinned = JSON.parse(readFileSync(PINNED, "utf8"));
/** @type {Record<string, readonly string[]>} */
const passing = {};
for (const kind of Object.keys(pinned)) {
  const { passed, failed } = runKind(kind);
  passing[kind] = passed;
  const wanted = pinned[kind] ?? [];
  const lost = wanted.filter((name) => !passed.includes(name));
  const gained = passed.filter((name) => !wanted.includes(name));
  if (lost.length > 0) console.error(`${kind}: no longer passed: ${lost.join(", ")}`);
  if (gained.length > 0 && !isWriting)
    console.error(`${kind}: passed and not in passing.json, see --write: ${gained.join(", ")}`);
  if (failed.length + lost.length + (isWriting ? 0 : gained.length) > 0) process.exitCode = 1;
}
if (isWriting && !process.exitCode) writeFileSync(PINNED, `${JSON.stringify(passing, undefined, 2)}\n`);
