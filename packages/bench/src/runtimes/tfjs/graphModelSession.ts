/** A loaded graph model as a session, whichever tfjs has loaded it: nothing here touches files or processes. */
import { type Tensor, floatTensor, intTensor } from "@linknet-kit/core";
import type { GraphModel } from "@tensorflow/tfjs-converter";
import type * as Tf from "@tensorflow/tfjs-core";
import type { Session, Tensors } from "../runtime.js";

/** What of tfjs a session needs; its own copy, as tensors are of one. */
export type TfjsCore = Pick<typeof Tf, "tensor" | "dispose">;

interface Known extends Pick<Session, "device" | "threads"> {
  /** Values of the graph beside its outputs that a run gives too, by the names of their nodes. */
  readonly values?: readonly string[];
}

/** A session whose runs are from tensors in memory to tensors in memory; images are channels-last. */
export function wrapGraphModel(tf: TfjsCore, model: GraphModel, { values = [], ...known }: Known): Session {
  const outputs = [...outputsOf(model), ...values.map((name) => [name, name] as const)];
  const nodes = outputs.map(([, node]) => node);
  return {
    ...known,
    layout: "channels-last",
    run: async (inputs) => {
      const fed = feed(tf, inputs);
      let results: readonly Tf.Tensor[] = [];
      try {
        results = [model.execute(fed, nodes)].flat();
        const tensors = await Promise.all(results.map(readBack));
        return Object.fromEntries(tensors.map((tensor, index) => [outputs[index]![0], tensor]));
      } finally {
        tf.dispose([Object.values(fed), [...results]]);
      }
    },
    release: async () => model.dispose(),
  };
}

/** Names of the outputs, as the signature has them, with their nodes; a model without a signature has its nodes' names. */
function outputsOf(model: GraphModel): readonly (readonly [string, string])[] {
  const { outputs } = (model.modelSignature ?? {}) as { readonly outputs?: Readonly<Record<string, { name: string }>> };
  if (outputs === undefined) return model.outputNodes.map((node) => [node, node]);
  return Object.entries(outputs).map(([name, { name: node }]) => [name, node]);
}

/** tfjs has no 64-bit integers; its 32-bit ones stand for them. */
function feed(tf: TfjsCore, inputs: Tensors): Record<string, Tf.Tensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { dtype, data, shape }]) => {
      if (dtype === "float16") throw new Error(`tfjs has no float16, which the input "${name}" is`);
      if (dtype === "int64") return [name, tf.tensor(Int32Array.from(data, Number), [...shape], "int32")];
      return [name, tf.tensor(data, [...shape], "float32")];
    }),
  );
}

async function readBack(result: Tf.Tensor): Promise<Tensor> {
  const data = await result.data();
  if (result.dtype === "int32") return intTensor(result.shape, [...data]);
  return data instanceof Float32Array
    ? { dtype: "float32", shape: result.shape, data }
    : floatTensor(result.shape, data);
}
