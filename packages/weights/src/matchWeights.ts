/** Tensors of a file as the weights of a network, whichever names they have there. */
import {
  type DType,
  type FloatTensor,
  type Graph,
  type NameMap,
  type Parameter,
  type Tensor,
  type TensorType,
  type Weights,
  castTensor,
  floatTensor,
  kindOfElements,
  sameShape,
  zeros,
} from "@linknet-kit/core";
import { type Mismatch, WeightsMismatchError } from "./errors.js";

export interface MatchOptions {
  /** What others call the network's parameters; its own names are always understood. */
  readonly nameMaps?: readonly NameMap[] | undefined;
  /** Where parameters come from that no tensor is for; without it they are an error. */
  readonly fallback?: Weights | undefined;
  /** Which of the tensors that are unknown to the network are left out; none unless given. */
  readonly isLeftOut?: ((type: TensorType) => boolean) | undefined;
}

export interface MatchedWeights {
  readonly weights: Weights;
  /** Whose names the tensors have. */
  readonly source: string;
  /** What stands before those names in the file: the path of a module, or nothing. */
  readonly prefix: string;
  /** Parameters that come from the fallback. */
  readonly missing: readonly string[];
}

/** Names of tensors may begin with the path of the module they were saved from, of so many parts at most. */
const LONGEST_PREFIX = 8;

/**
 * The weights of the graph from the tensors that have its names, or those of one of the maps, with or without a prefix. Floats are
 * converted to the type that the graph declares. A `WeightsMismatchError` lists everything that does not fit.
 */
export function matchWeights(
  graph: Graph,
  tensors: ReadonlyMap<string, Tensor>,
  { nameMaps = [], fallback, isLeftOut = () => false }: MatchOptions = {},
): MatchedWeights {
  const { names, prefix } = bestReading([ownNames(graph), ...nameMaps], [...tensors.keys()]);
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const found = new Map<string, Tensor>();
  const unexpected: string[] = [];
  const mismatched: Mismatch[] = [];
  for (const [tensorName, tensor] of tensors) {
    const there = tensorName.startsWith(prefix) ? tensorName.slice(prefix.length) : undefined;
    const parameter = there === undefined ? undefined : parameters.get(names.parameters.get(there) ?? "");
    if (parameter !== undefined) {
      found.set(parameter.name, tensor);
      if (!fits(tensor, parameter.type)) mismatched.push(mismatch(tensorName, tensor, parameter));
    } else if ((there === undefined || !names.isIgnored(there)) && !isLeftOut(tensor)) {
      unexpected.push(tensorName);
    }
  }
  const absent = [...parameters.values()].filter(({ name }) => !found.has(name));
  for (const { name, type } of absent)
    if (names.isZero?.(name) === true) found.set(name, zeros(type.dtype, type.shape) as Tensor);
  const missing = absent.map(({ name }) => name).filter((name) => !found.has(name));
  if (mismatched.length > 0 || unexpected.length > 0 || (missing.length > 0 && fallback === undefined)) {
    const differences = { mismatched, missing: fallback === undefined ? missing : [], unexpected };
    throw new WeightsMismatchError({ network: graph.name, source: names.source, differences });
  }
  return { weights: weightsOf(found, { names, fallback }), source: names.source, prefix, missing };
}

interface Reading {
  readonly names: NameMap;
  readonly prefix: string;
}

function ownNames({ parameters }: Graph): NameMap {
  return {
    source: "linknet-kit's names",
    parameters: new Map(parameters.map(({ name }) => [name, name])),
    isIgnored: () => false,
  };
}

/** The names and the prefix under which most of the tensors are known; of equals the first. */
function bestReading(maps: readonly NameMap[], tensors: readonly string[]): Reading {
  let [best, most]: [Reading | undefined, number] = [undefined, -1];
  for (const names of maps) {
    const known = new Map([["", 0]]);
    for (const tensor of tensors) {
      for (const prefix of prefixesOf(tensor)) {
        if (names.parameters.has(tensor.slice(prefix.length))) known.set(prefix, (known.get(prefix) ?? 0) + 1);
      }
    }
    for (const [prefix, count] of known) {
      if (count > most) [best, most] = [{ names, prefix }, count];
    }
  }
  return best!;
}

/** "", "model.", "model.encoder." and so on. */
function prefixesOf(tensor: string): readonly string[] {
  const parts = tensor.split(".", LONGEST_PREFIX + 1).slice(0, -1);
  return ["", ...parts.map((_, index) => `${parts.slice(0, index + 1).join(".")}.`)];
}

function fits({ dtype, shape }: Tensor, type: TensorType): boolean {
  return sameShape(shape, type.shape) && (dtype === type.dtype || (isOfFloats(dtype) && isOfFloats(type.dtype)));
}

function mismatch(tensor: string, { dtype, shape }: Tensor, { name: parameter, type: expected }: Parameter): Mismatch {
  return { tensor, found: { dtype, shape }, parameter, expected };
}

/** Also of float64, which is rounded. */
function isOfFloats(dtype: DType): boolean {
  return kindOfElements(dtype) === "float";
}

interface Supply {
  readonly names: NameMap;
  readonly fallback: Weights | undefined;
}

function weightsOf(found: ReadonlyMap<string, Tensor>, { names, fallback }: Supply): Weights {
  return {
    get: (parameter) => {
      const tensor = found.get(parameter.name);
      if (tensor === undefined) {
        if (fallback === undefined) throw new Error(`"${parameter.name}" is no parameter of the network`);
        return fallback.get(parameter);
      }
      const { dtype } = parameter.type;
      const added = names.added?.get(parameter.name);
      if (added !== undefined) return castTensor(plus(castTensor(tensor, "float32"), added), dtype);
      return castTensor(tensor, dtype);
    },
  };
}

function plus({ shape, data }: FloatTensor, added: number): FloatTensor {
  return floatTensor(
    shape,
    Float64Array.from(data, (value) => value + added),
  );
}
