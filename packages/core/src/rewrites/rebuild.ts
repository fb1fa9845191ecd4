/** A model made anew node by node, for rewrites that change every value of it. */
import { GraphBuilder } from "../builder.js";
import { type Node, type Value, mapOperands, outputValues } from "../graph.js";
import { type GraphIndex, indexOf } from "../graphIndex.js";
import { type TensorType, printType, sameType } from "../tensor.js";
import { uniqueNames } from "../uniqueNames.js";
import type { Model } from "../weights.js";
import { type Derivation, DerivedWeights } from "./derivedWeights.js";

export interface Rebuild {
  /** The builder of the new graph. */
  readonly builder: GraphBuilder;
  /** The index of the old graph. */
  readonly index: GraphIndex;
  /** The values of the old graph that operands stood for, by their names in the new one. */
  readonly originalOf: (value: Value) => Value;
  /** A new parameter, called `name` or that with a number, computed of others when it is asked for. */
  readonly derive: <Source extends string>(name: string, derivation: Derivation<Source>) => Value;
}

/**
 * The model with its types inferred anew. `make` is given each node on its operands in the new graph and answers the values that take the
 * place of its outputs, by output name; one of another type than `typeOf` says of the old value is a mistake of the rewrite.
 */
export function rebuild(
  model: Model,
  make: (node: Node, context: Rebuild) => Record<string, Value>,
  typeOf: (value: Value) => TensorType,
): Model {
  const { graph } = model;
  const builder = new GraphBuilder(graph.name);
  const index = indexOf(graph);
  const weights = new DerivedWeights(model);
  const unused = uniqueNames([...graph.inputs, ...graph.parameters, ...graph.nodes.flatMap(outputValues)].map(nameOf));
  const derive: Rebuild["derive"] = (wanted, derivation) => {
    const name = unused(wanted);
    weights.derive(name, derivation);
    return builder.parameter(name, { type: derivation.type, initial: { kind: "given" } });
  };
  const made = new Map<string, Value>();
  const originals = new Map<string, Value>();
  const originalOf = (value: Value): Value => originals.get(value.name) ?? value;
  for (const input of graph.inputs) made.set(input.name, builder.input(input.name, typeOf(input)));
  for (const parameter of graph.parameters) made.set(parameter.name, builder.parameter(parameter.name, parameter));
  const madeOf = (value: Value): Value => made.get(value.name) ?? value;

  for (const node of graph.nodes) {
    const inputs = mapOperands(node.inputs, madeOf);
    const outputs = make({ ...node, inputs }, { builder, index, originalOf, derive });
    for (const [output, original] of Object.entries(node.outputs)) {
      const value = outputs[output];
      if (value === undefined) continue;
      const expected = typeOf(original);
      if (!sameType(value.type, expected)) {
        throw new Error(`${node.name} gives ${printType(value.type)} when rebuilt, not ${printType(expected)}`);
      }
      made.set(original.name, value);
      originals.set(value.name, original);
    }
  }
  const outputs = Object.fromEntries(graph.outputs.map((output) => [output.name, madeOf(output)]));
  return { graph: builder.build(outputs), weights };
}

function nameOf({ name }: Value): string {
  return name;
}
