/** The ways in which a model of ONNX's tests is computed. Each answers the outputs by their names, or throws why it does not. */
import { LinknetError } from "@linknet-kit/base";
import { castTensor, evaluate, mapRecord } from "@linknet-kit/core";
import { decodeOnnx, encodeOnnx } from "@linknet-kit/onnx";
import { encodeTfjs } from "../dist/artifacts.js";
import { runArtifacts, useBackend } from "../dist/tensorflow.test.fixture.js";

/** @import { Tensor } from "@linknet-kit/core" */
/** @import { StoredRun, Tensors } from "./storedTests.mjs" */
/** @typedef {(run: StoredRun) => Tensors | Promise<Tensors>} Way */

await useBackend("cpu");

/** @type {Readonly<Record<string, Way>>} */
export const WAYS = {
  reference: ({ model, inputs }) => evaluate(model, inputs),
  "round trip": ({ model, inputs }) => evaluate(decodeOnnx(encodeOnnx(model)), inputs),
  tfjs: async (run) => {
    const { artifacts, inputs } = writtenForTfjs(run);
    return await runArtifacts(artifacts, mapRecord(inputs, narrowed));
  },
};

/** tfjs has integers of 32 bits alone.
 * @param {Tensor} tensor */
function narrowed(tensor) {
  return tensor.dtype === "int64" ? castTensor(tensor, "int32") : tensor;
}

/** tfjs must know weights before a graph runs, which the tests feed.
 * @param {StoredRun} run */
function writtenForTfjs({ model, inputs, weightsKnown }) {
  try {
    return { artifacts: encodeTfjs(model), inputs };
  } catch (error) {
    if (!(error instanceof LinknetError) || Object.keys(inputs).length < 2) throw error;
    const known = weightsKnown();
    return { artifacts: encodeTfjs(known.model), inputs: known.inputs };
  }
}

/** Those whose tensors have the types that the model says: tfjs has no type of a bit, none of 16 and none of 64 bits. */
export const KEEPS_TYPES = ["reference", "round trip"];
