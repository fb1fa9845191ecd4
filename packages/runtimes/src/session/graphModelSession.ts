/** A loaded graph model as a session, whichever tfjs has loaded it: nothing here touches files or processes. */
import { type Tensor, floatTensor, intTensor } from "@linknet-kit/core";
import { CHANNELS_FIRST, reorder } from "@linknet-kit/core/tensors";
import { layoutOf } from "@linknet-kit/tfjs/artifacts";
import type { Session, Tensors } from "../runtime/runtime.js";

/** What a session needs of a tensor of tfjs, whose own types a user of these need not have. */
interface TfjsTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
}

/** Of tfjs: its own copy, as tensors are of one. */
export interface TfjsCore {
  tensor(
    values: Float32Array | Int32Array | Uint8Array,
    shape: number[],
    dtype: "float32" | "int32" | "bool",
  ): TfjsTensor;
  dispose(tensors: unknown): void;
}

/** Of a graph model. */
export interface TfjsModel {
  readonly outputNodes: readonly string[];
  readonly modelSignature?: unknown;
  readonly metadata?: unknown;
  execute(inputs: object, outputs: string[]): TfjsTensor | TfjsTensor[];
  executeAsync(inputs: object, outputs: string[]): Promise<TfjsTensor | TfjsTensor[]>;
  dispose(): void;
}

interface Known extends Pick<Session, "device" | "threads"> {
  /** Values of the graph beside its outputs that a run gives too, by the names of their nodes. */
  readonly values?: readonly string[];
}

/** A session whose runs are from tensors in memory to tensors in memory; images are channels-last unless the model says otherwise. */
export function wrapGraphModel(tf: TfjsCore, model: TfjsModel, { values = [], ...known }: Known): Session {
  const outputs = [...outputsOf(model), ...values.map((name) => [name, name] as const)];
  const nodes = outputs.map(([, node]) => node);
  const execute = executorOf(model, nodes);
  const isChannelsLast = layoutOf(model.metadata) === "nhwc";
  // Within the model images have their channels last, whatever its ends have.
  const turned = new Set(isChannelsLast ? [] : values);
  return {
    ...known,
    ...(isChannelsLast && { layout: "channels-last" as const }),
    run: async (inputs) => {
      const fed = feed(tf, inputs);
      let results: readonly TfjsTensor[] = [];
      try {
        results = await execute(fed);
        const tensors = await Promise.all(results.map(readBack));
        return Object.fromEntries(
          tensors.map((tensor, index) => {
            const [name] = outputs[index]!;
            const isTurned = turned.has(name) && tensor.shape.length === 4;
            return [name, isTurned ? reorder(tensor, CHANNELS_FIRST) : tensor];
          }),
        );
      } finally {
        tf.dispose([Object.values(fed), [...results]]);
      }
    },
    release: async () => model.dispose(),
  };
}

/** Some graphs, with loops for one, run only step by step; tfjs says so when they are run at once. */
function executorOf(model: TfjsModel, nodes: string[]): (fed: Record<string, TfjsTensor>) => Promise<TfjsTensor[]> {
  let isStepped = false;
  return async (fed) => {
    if (!isStepped) {
      try {
        return [model.execute(fed, nodes)].flat();
      } catch (error) {
        if (!String(error).includes("executeAsync")) throw error;
        isStepped = true;
      }
    }
    return [await model.executeAsync(fed, nodes)].flat();
  };
}

/** Names of the outputs, as the signature has them, with their nodes; a model without a signature has its nodes' names. */
function outputsOf(model: TfjsModel): readonly (readonly [string, string])[] {
  const { outputs } = (model.modelSignature ?? {}) as { readonly outputs?: Readonly<Record<string, { name: string }>> };
  if (outputs === undefined) return model.outputNodes.map((node) => [node, node]);
  return Object.entries(outputs).map(([name, { name: node }]) => [name, node]);
}

/** tfjs has integers of 32 bits alone; they stand for those of other widths. */
function feed(tf: TfjsCore, inputs: Tensors): Record<string, TfjsTensor> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, tensor]) => {
      const shape = [...tensor.shape];
      switch (tensor.dtype) {
        case "float32":
          return [name, tf.tensor(tensor.data, shape, "float32")];
        case "bool":
          return [name, tf.tensor(tensor.data, shape, "bool")];
        case "float16":
        case "float64":
          throw new Error(`tfjs has no ${tensor.dtype}, which the input "${name}" is`);
        default:
          return [name, tf.tensor(Int32Array.from(tensor.data as ArrayLike<number | bigint>, Number), shape, "int32")];
      }
    }),
  );
}

async function readBack(result: TfjsTensor): Promise<Tensor> {
  const data = await result.data();
  if (result.dtype === "int32") return intTensor(result.shape, [...data]);
  if (result.dtype === "bool") return { dtype: "bool", shape: result.shape, data: Uint8Array.from(data) };
  return data instanceof Float32Array
    ? { dtype: "float32", shape: result.shape, data }
    : floatTensor(result.shape, data);
}
