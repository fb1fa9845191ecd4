/** The stock tfjs, and models in it. */
import { createRequire } from "node:module";
import {
  CHANNELS_FIRST,
  CHANNELS_LAST,
  type FloatTensor,
  type Tensor,
  castTensor,
  floatTensor,
  reorder,
} from "@linknet-kit/core";
import { layoutOf } from "./layout.js";
import type { ModelArtifacts } from "./modelJson.js";

// Its packages find each other only where the first is loaded as CommonJS.
const require = createRequire(import.meta.url);
export const tf = require("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");
require("@tensorflow/tfjs-backend-wasm");
// Without this it recommends tfjs-node on every use of the backend cpu.
tf.enableProdMode();

export type Backend = "cpu" | "wasm";

export async function useBackend(backend: Backend): Promise<void> {
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`);
}

export type Tensors = Readonly<Record<string, Tensor>>;

/** The outputs of a model, images given and answered channels-first. */
export async function runArtifacts(artifacts: ModelArtifacts, inputs: Tensors): Promise<Record<string, FloatTensor>> {
  return await runLoaded(await tf.loadGraphModel({ load: async () => artifacts }), inputs);
}

/** The same of a model that tfjs has loaded; every intermediate tensor is freed. */
export async function runLoaded(
  model: Awaited<ReturnType<typeof tf.loadGraphModel>>,
  inputs: Tensors,
): Promise<Record<string, FloatTensor>> {
  const isFirst = layoutOf(model.metadata) === "nchw";
  const fed = Object.entries(inputs).map(([name, tensor]) => {
    const { data, shape, dtype } = isImage(tensor) && !isFirst ? reorder(tensor, CHANNELS_LAST) : tensor;
    return [name, tf.tensor(data as Float32Array, [...shape], dtype as "float32" | "int32" | "bool")] as const;
  });
  const { outputs: described = {} } = (model.modelSignature ?? {}) as {
    readonly outputs?: Record<string, { readonly name: string }>;
  };
  const names = Object.keys(described);
  const results = [
    model.execute(
      Object.fromEntries(fed),
      names.map((name) => described[name]!.name),
    ),
  ].flat();
  const tensors = results.map((result): FloatTensor => {
    const tensor = floatTensor(result.shape, result.dataSync());
    return isImage(tensor) && !isFirst ? reorder(tensor, CHANNELS_FIRST) : tensor;
  });
  tf.dispose([results, fed.map(([, tensor]) => tensor)]);
  model.dispose();
  return Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
}

/** All that has four axes has channels last, where the model does not say otherwise. */
function isImage({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length === 4;
}

/** The largest difference from what is expected, relative to the largest expected value. */
export function relativeError(actual: Tensor | undefined, expected: Tensor): number {
  if (actual === undefined || actual.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  const values = castTensor(actual, "float32").data;
  let [difference, largest] = [0, 0];
  castTensor(expected, "float32").data.forEach((value, index) => {
    difference = Math.max(difference, Math.abs(value - values[index]!));
    largest = Math.max(largest, Math.abs(value));
  });
  return difference === 0 ? 0 : difference / largest;
}
