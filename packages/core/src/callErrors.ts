/** Layers that are called in a way that means nothing, said before anything is built of them. */
import { LinknetError } from "@linknet-kit/base";
import type { Layer, SymbolicTensor } from "./builder.js";
import type { Value } from "./graph.js";

/** A function of the DSL that was handed something else than it takes, or a layer that gave something else than a tensor. */
export class InvalidCallError extends LinknetError {
  readonly code = "INVALID_CALL";

  constructor(data: { readonly problem: string; readonly hint?: string | undefined }) {
    super(data.problem, { hint: data.hint });
  }
}

/** Whether it is a tensor of a graph under construction, of this copy of the core or of another. */
export function isSymbolicTensor(given: unknown): given is SymbolicTensor {
  return isRecord(given) && "builder" in given && isRecord(given["type"]);
}

/** `given` where it is a tensor; an `InvalidCallError` that says what it is instead, as `receiver`'s `slot`. */
export function requireTensor(receiver: string, slot: string, given: unknown): asserts given is SymbolicTensor {
  if (isSymbolicTensor(given)) return;
  throw new InvalidCallError({
    problem: `${receiver} got ${describe(given)} as ${slot}, expected a tensor`,
    hint: hintOf(given),
  });
}

/** Throws an `InvalidCallError` unless `given` has a type. */
export function requireValue(receiver: string, given: unknown): asserts given is Value {
  if (!isRecord(given) || !isRecord(given["type"])) requireTensor(receiver, "x", given);
}

/** What a layer gave, where it is a tensor; `layer` says in words which layer. */
export function requireResult(layer: string, given: unknown): SymbolicTensor {
  if (isSymbolicTensor(given)) return given;
  throw new InvalidCallError({ problem: `${layer} gave ${describe(given)}, expected a tensor`, hint: hintOf(given) });
}

/** An `InvalidCallError` unless `given` is a layer, which has got its attributes; `which` says in words which layer. */
export function requireLayer(which: string, given: unknown): asserts given is Layer {
  if (typeof given === "function") {
    const { definition } = given as { readonly definition?: { readonly name: string; readonly example: string } };
    if (definition === undefined) return;
    throw new InvalidCallError({
      problem: `${which} is ${definition.name} without its attributes`,
      hint: `write ${definition.example.replace(/\([^()]*\)$/, "")}`,
    });
  }
  throw new InvalidCallError({
    problem: `${which} is ${given === undefined ? "undefined" : describe(given)}, expected a layer`,
    hint: isRecord(given) && isPromise(given) ? hintOf(given) : A_LAYER,
  });
}

const A_LAYER = "a layer is a function of a tensor: conv2d({ ... }), without the tensor";

/** A short description of what was given, never the whole of it. */
function describe(given: unknown): string {
  if (given === undefined || given === null) return given === null ? "null" : "nothing";
  if (typeof given === "function") return "a layer";
  if (Array.isArray(given)) return "a list";
  if (isSymbolicTensor(given)) return "a tensor";
  if (isRecord(given)) return isPromise(given) ? "a promise" : `{ ${Object.keys(given).slice(0, 6).join(", ")} }`;
  return `the ${typeof given} ${JSON.stringify(given)}`;
}

function hintOf(given: unknown): string | undefined {
  if (given === undefined) return "does a layer before it lack its return?";
  if (typeof given === "function") return "call it with its attributes and then with a tensor, such as relu()(x)";
  if (Array.isArray(given)) return "give tensors one by one, such as concat()(a, b)";
  if (!isRecord(given)) return undefined;
  if (isPromise(given)) return "layers answer at once: await before the network is built";
  if ("size" in given && "classes" in given) return "a network's layers are a function of options: layers: () => ...";
  return Object.values(given).some(isSymbolicTensor) ? "take one of its tensors" : undefined;
}

function isPromise(given: Readonly<Record<string, unknown>>): boolean {
  return typeof given["then"] === "function";
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null;
}
