/** ONNX's backend tests, as Debian's package libonnx-testdata has them: a model each, with what it is fed and what it gives. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { decodeTensor, openOnnxFile } from "@linknet-kit/onnx";

/** @import { Model, Tensor } from "@linknet-kit/core" */
/** @import { OnnxFile } from "@linknet-kit/onnx" */
/** @typedef {Readonly<Record<string, Tensor>>} Tensors */
/** @typedef {{ model: Model, inputs: Tensors }} OpenedTest */
/** @typedef {OpenedTest & { outputs: readonly Tensor[], weightsKnown: () => OpenedTest }} StoredRun
 * with its outputs in the order of the model's, and as it is where all inputs but the first are weights, as they are in models that people have */

const DATA = "/usr/share/libonnx-testdata/data";

export function requireTests() {
  if (existsSync(DATA)) return;
  console.error("ONNX's backend tests are not on this machine: sudo apt-get install libonnx-testdata");
  process.exit(1);
}

/** Names of the tests of a kind, sorted.
 * @param {string} kind */
export function testsOf(kind) {
  const names = readdirSync(join(DATA, kind)).filter((name) => existsSync(join(DATA, kind, name, "model.onnx")));
  return names.toSorted();
}

/** The runs of one test; rejects with what is wrong with its model, or with what is stored beside it.
 * @param {string} kind
 * @param {string} name
 * @returns {Promise<StoredRun[]>} */
export async function runsOf(kind, name) {
  const folder = join(DATA, kind, name);
  const file = await openOnnxFile(join(folder, "model.onnx"));
  const sets = readdirSync(folder).filter((each) => each.startsWith("test_data_set_"));
  const names = file.describe().inputs.map((input) => input.name);
  return sets.map((set) => {
    /** @param {number} open how many of the inputs are no constants */
    const openWith = (open) => {
      const stored = storedTensors(join(folder, set), "input");
      const given = stored.map((tensor, index) => /** @type {const} */ ([names[index] ?? "", tensor]));
      const model = file.model({ constants: Object.fromEntries(given.slice(open)) });
      return { model, inputs: Object.fromEntries(given.slice(0, open)) };
    };
    const opened = openFirst([() => openWith(names.length), () => openWith(1), () => openWith(0)], file);
    return { ...opened, outputs: storedTensors(join(folder, set), "output"), weightsKnown: () => openWith(1) };
  });
}

/** The tests feed also what an op here must know beforehand, such as the borders of a padding: where a model is refused for that, inputs
 * but the first are given as constants, or all.
 * @param {readonly (() => OpenedTest)[]} attempts
 * @param {OnnxFile} file
 * @returns {OpenedTest} */
function openFirst([attempt, ...others], file) {
  // The model first: what is refused of it says more than what is refused of its inputs.
  try {
    file.model();
  } catch (error) {
    if (!isForUnknown(error)) throw error;
  }
  for (const other of others) {
    try {
      return /** @type {() => OpenedTest} */ (attempt)();
    } catch (error) {
      if (!isForUnknown(error)) throw error;
      attempt = other;
    }
  }
  return /** @type {() => OpenedTest} */ (attempt)();
}

/** @param {unknown} error */
function isForUnknown(error) {
  return error instanceof LinknetError && error.message.includes("must be a constant");
}

/** The numbered tensors of one call: `input_0.pb`, `input_1.pb`, ...
 * @param {string} folder
 * @param {string} kind
 * @returns {Tensor[]} */
function storedTensors(folder, kind) {
  const tensors = [];
  for (;;) {
    const file = join(folder, `${kind}_${tensors.length}.pb`);
    if (!existsSync(file)) return tensors;
    tensors.push(decodeTensor(readFileSync(file)));
  }
}
