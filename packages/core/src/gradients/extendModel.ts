/** What is built behind a model, as the step of an optimiser behind gradients, without the builder that it takes. */
import type { SymbolicTensor } from "../builder.js";
import type { Expression, Expressions } from "../gradient.js";
import { type Value, outputValues } from "../graph.js";
import type { TensorType } from "../tensor.js";
import type { Model } from "../weights.js";
import { expressionsOn } from "./expressions.js";
import { builderFor, finished, regrow } from "./regrow.js";

/** Values are those of a builder, which layers take too. */
export interface Extending {
  readonly g: Expressions;
  /** A value of the model. */
  readonly value: (name: string) => SymbolicTensor;
  /** A further input, behind the model's own; its name gets a number where that is taken. */
  readonly input: (name: string, type: TensorType) => SymbolicTensor;
}

export interface ExtendedModel {
  readonly model: Model;
  /** What the added outputs are called, by the names that were asked for. */
  readonly outputs: ReadonlyMap<string, string>;
}

/** The model with what `build` answers as further outputs; what is between stands under `scope` in the path. */
export function extendModel(
  model: Model,
  scope: string,
  build: (on: Extending) => ReadonlyMap<string, Expression>,
): ExtendedModel {
  const { graph } = model;
  const builder = builderFor(graph);
  const regrown = regrow(model, builder);
  const values = [...graph.inputs, ...graph.parameters, ...graph.nodes.flatMap(outputValues)];
  const named = new Map(values.map((value): [string, Value] => [value.name, value]));
  const value = (name: string): SymbolicTensor => {
    const known = named.get(name);
    if (known === undefined) throw new Error(`"${name}" is no value of the graph "${graph.name}"`);
    return regrown.grown(known);
  };
  const input = (name: string, type: TensorType): SymbolicTensor => builder.input(builder.freeName(name), type);
  const on: Extending = { g: expressionsOn(builder), value, input };
  const made = builder.scope(scope, () => build(on));
  const outputs = new Map([...made.keys()].map((name) => [name, builder.freeName(name)]));
  const added = new Map([...made].map(([name, each]) => [outputs.get(name)!, each]));
  return { model: finished(graph, regrown, added), outputs };
}
