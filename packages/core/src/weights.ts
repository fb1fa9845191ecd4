/** Weights, apart from structure: a graph names parameters, `Weights` holds or draws their tensors when asked. */
import { fillBilinear } from "./bilinearKernel.js";
import { InvalidWeightError } from "./errors.js";
import { type Graph, type Parameter, runningStatistics } from "./graph.js";
import type { Initializer } from "./initializer.js";
import { fillNormal, seededUniform } from "./random.js";
import { type FloatTensor, type Tensor, floatTensor, printType, sameType } from "./tensor.js";

/** Tensors by parameter name; nothing is allocated before `get`. */
export interface Weights {
  /** The parameter's tensor, which has its type. Throws an `InvalidWeightError` where there is none. */
  get(parameter: Parameter): Tensor;
}

/** A network ready to run. */
export interface Model {
  readonly graph: Graph;
  readonly weights: Weights;
}

/** The paper's initialisation. It depends on the seed and the parameter's name, not on the rest of the graph. */
export function initialWeights(seed: number): Weights {
  return { get: (parameter) => draw(parameter, parameter.initial, seed) };
}

/**
 * Weights that leave no parameter neutral, for comparing runtimes: an untrained batch norm (1, 0, 0, 1) would hide a scale or a
 * mean that is mapped wrongly. Convolutions keep their initial deviation, so that activations stay of order one.
 */
export function scrambledWeights(graph: Graph, seed: number): Weights {
  const statistics = runningStatistics(graph);
  return {
    get: (parameter) => {
      if (parameter.initial.kind !== "constant") return draw(parameter, parameter.initial, seed);
      const value = draw(parameter, { kind: "normal", deviation: 0.1 }, seed);
      const offset = parameter.initial.value;
      // A running variance must stay positive; everything else may be on either side of its start.
      const positive = statistics.has(parameter.name) && offset > 0;
      value.data.forEach((noise, index) => (value.data[index] = positive ? offset + Math.abs(noise) : offset + noise));
      return value;
    },
  };
}

/** Weights that are in memory already. */
export function givenWeights(tensors: ReadonlyMap<string, Tensor>): Weights {
  return readWeights((name) => tensors.get(name));
}

/** Weights that `read` finds by name each time that they are asked for; it answers `undefined` for a name without weights. */
export function readWeights(read: (name: string) => Tensor | undefined): Weights {
  return {
    get: ({ name, type }) => {
      const tensor = read(name);
      if (tensor === undefined) throw new InvalidWeightError({ name, problem: "is missing" });
      if (!sameType(tensor, type)) {
        throw new InvalidWeightError({
          name,
          problem: `is ${printType(tensor)}, the graph declares ${printType(type)}`,
        });
      }
      return tensor;
    },
  };
}

function draw({ name, type }: Parameter, initial: Initializer, seed: number): FloatTensor {
  if (initial.kind === "given") throw new InvalidWeightError({ name, problem: "has no initial value" });
  if (type.dtype !== "float32") throw new Error(`cannot draw ${printType(type)}`);
  const tensor = floatTensor(type.shape);
  if (initial.kind === "constant") tensor.data.fill(initial.value);
  else if (initial.kind === "bilinear") fillBilinear(tensor.data, [type.shape.at(-2) ?? 1, type.shape.at(-1) ?? 1]);
  else fillNormal(tensor.data, initial.deviation, seededUniform(seed, name));
  return tensor;
}
