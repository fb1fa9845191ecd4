import type { Session } from "@linknet-kit/bench/measure";
import type { Tensor } from "@linknet-kit/core";
import type { GraphModel } from "@tensorflow/tfjs-converter";
import type * as Tf from "@tensorflow/tfjs-core";

export function wrapGraphModel(tf: typeof Tf, model: GraphModel, known: Pick<Session, "device" | "threads">): Session {
  return {
    ...known,
    layout: "channels-last",
    run: async (inputs) => {
      const fed = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, shape }]) => [name, tf.tensor(data as Float32Array, [...shape])]),
      );
      const names = Object.keys((model.modelSignature as { outputs: object }).outputs);
      const nodes = names.map(
        (name) => (model.modelSignature as { outputs: Record<string, { name: string }> }).outputs[name]!.name,
      );
      const executed = model.execute(fed, nodes);
      const results = Array.isArray(executed) ? executed : [executed];
      const outputs: Record<string, Tensor> = {};
      for (const [index, result] of results.entries()) {
        outputs[names[index]!] = {
          dtype: "float32",
          shape: result.shape,
          data: (await result.data()) as Float32Array,
        } as Tensor;
      }
      tf.dispose([Object.values(fed), results]);
      return outputs;
    },
    release: async () => model.dispose(),
  };
}
