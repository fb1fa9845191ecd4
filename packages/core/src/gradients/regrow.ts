/** A graph grown again on a builder, under its own names, with room for more: for what adds to a network instead of rewriting it. */
import type { SymbolicTensor } from "../builder.js";
import { FoldingBuilder } from "../foldingBuilder.js";
import { type Graph, type Node, type Value, mapOperands, outputValues } from "../graph.js";
import type { Named } from "../named.js";
import { identityOp } from "../ops/identity.js";
import type { Expression } from "../gradient.js";
import { removeIdentities } from "../rewrites/removeIdentities.js";
import { removeUnread } from "../rewrites/removeUnread.js";
import { shareEqualNodes } from "../rewrites/shareEqualNodes.js";
import type { Model, Weights } from "../weights.js";

export type GrownOperands = Named<string, SymbolicTensor>;

/** What takes the place of a node's outputs, by output; nothing where it stays as it is. */
type Instead = (node: Node, operands: GrownOperands) => Readonly<Record<string, SymbolicTensor>> | undefined;

export interface Regrown {
  readonly builder: FoldingBuilder;
  /** A value of the old graph as it is in the new one. */
  readonly grown: (value: Value) => SymbolicTensor;
  /** What the builder has added is known, all else as it was. */
  readonly weights: Weights;
}

/** No name of the graph is taken by what is added; constants are kept small, as nothing is computed that makes them larger. */
export function builderFor({ name, inputs, parameters, nodes }: Graph): FoldingBuilder {
  const names = new Set([...inputs, ...parameters, ...nodes.flatMap(outputValues)].map((value) => value.name));
  return new FoldingBuilder(name, (each) => names.has(each), { growthBytes: 0 });
}

export function regrow(
  { graph, weights }: Model,
  builder: FoldingBuilder,
  instead: Instead = () => undefined,
): Regrown {
  const values = new Map<string, SymbolicTensor>();
  const grown = ({ name }: Value): SymbolicTensor => values.get(name)!;
  for (const { name, type } of graph.inputs) values.set(name, builder.input(name, type));
  for (const { name, ...parameter } of graph.parameters) values.set(name, builder.parameter(name, parameter));
  for (const node of graph.nodes) {
    const inputs = mapOperands(node.inputs, grown);
    const names = Object.fromEntries(Object.entries(node.outputs).map(([output, { name }]) => [output, name]));
    const outputs = instead(node, inputs) ?? builder.append({ ...node, inputs }, names);
    for (const [output, { name }] of Object.entries(node.outputs)) {
      if (outputs[output] !== undefined) values.set(name, outputs[output]);
    }
  }
  const known: Weights = { get: (parameter) => builder.known(parameter)?.read() ?? weights.get(parameter) };
  return { builder, grown, weights: known };
}

/**
 * The graph with what it gave, and the values that are added, each under a name of its own. Identities that were only there to name
 * values are taken out, what is computed twice, and what nothing reads.
 */
export function finished(
  { outputs }: Graph,
  { builder, grown, weights }: Regrown,
  added: ReadonlyMap<string, Expression>,
): Model {
  const named = (output: string, x: Expression): [string, Value] => {
    const { y } = builder.append(
      { name: output, op: identityOp, inputs: { x }, attributes: {} },
      { y: builder.freeName(output) },
    );
    return [output, y!];
  };
  const kept = outputs.map((output): [string, Value] => {
    const value = grown(output);
    return value.name === output.name ? [output.name, value] : named(output.name, value);
  });
  const graph = builder.build(
    Object.fromEntries([...kept, ...[...added].map(([output, value]) => named(output, value))]),
  );
  return [removeIdentities, shareEqualNodes, removeUnread].reduce<Model>((each, rewrite) => rewrite.run(each), {
    graph,
    weights,
  });
}
