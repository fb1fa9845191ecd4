/** Weights, some of which are computed from others. */
import { isSingle } from "../dtypes.js";
import { type Parameter, type Value, mapRecord } from "../graph.js";
import { type GraphIndex, indexOf } from "../graphIndex.js";
import { type FloatTensor, type Tensor, type TensorType, castTensor } from "../tensor.js";
import type { Model, Weights } from "../weights.js";
import { halvedTensor } from "./halvedTensor.js";

/** How a parameter is computed of others, all of them in float32; what is float16 then is computed in float32 too. */
export interface Derivation<Source extends string> {
  readonly type: TensorType;
  readonly of: Readonly<Record<Source, Value>>;
  readonly compute: (sources: Readonly<Record<Source, FloatTensor>>) => Tensor;
}

export class DerivedWeights implements Weights {
  readonly #weights: Weights;
  readonly #index: GraphIndex;
  readonly #derived = new Map<string, () => Tensor>();

  constructor({ graph, weights }: Model) {
    this.#weights = weights;
    this.#index = indexOf(graph);
  }

  /**
   * Says what the parameter of that name is from now on. Its sources are what they are now: one of them may have its name. Values are
   * computed whenever they are asked for; until then nothing is held. A `Float16OverflowError` then, where they are too large for float16.
   */
  derive<Source extends string>(name: string, { type, of, compute }: Derivation<Source>): void {
    const sources = mapRecord(of, (value) => this.#reader(value));
    this.#derived.set(name, () => {
      const tensors = mapRecord(sources, (read) => widened(read())) as Record<Source, FloatTensor>;
      const tensor = compute(tensors);
      return type.dtype === "float16" ? halvedTensor({ name }, castTensor(tensor, "float32")) : tensor;
    });
  }

  get(parameter: Parameter): Tensor {
    return this.#derived.get(parameter.name)?.() ?? this.#weights.get(parameter);
  }

  #reader({ name }: Value): () => Tensor {
    const parameter = this.#index.parameter(name);
    return this.#derived.get(name) ?? (() => this.#weights.get(parameter!));
  }
}

function widened(tensor: Tensor): FloatTensor {
  if (!isSingle(tensor.dtype)) throw new Error("only floats are computed with");
  return castTensor(tensor, "float32");
}
