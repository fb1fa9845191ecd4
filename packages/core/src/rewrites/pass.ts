/** Passes rewrite graphs. One pass a file, its test beside it. */
import { GraphBuilder } from "../builder.js";
import { type Graph, type Node, type Value, mapOperands, mapRecord, usedValues } from "../graph.js";
import { type TensorType, printType, sameType } from "../tensor.js";

export type Pass = (graph: Graph) => Graph;

/** One pass after the other. */
export const passes =
  (...list: readonly Pass[]): Pass =>
  (graph) =>
    list.reduce((current, pass) => pass(current), graph);

/** What a rewrite is given beside the node. */
export interface RewriteContext {
  /** Of the new graph. */
  readonly builder: GraphBuilder;
  /** What a value of the old graph is in the new one. */
  readonly present: (value: Value) => Value;
  /** Whether a value of the old graph is read by some node, or is an output. */
  readonly isRead: (value: Value) => boolean;
  /** Copies the node as it is, on its new operands. */
  readonly copy: () => Record<string, Value>;
}

export interface RewriteOptions {
  /** The type that an input or a node's output of the old graph has in the new one; unless given, the same. */
  readonly typeOf?: (value: Value) => TensorType;
}

/**
 * The graph rebuilt node by node, types inferred anew. `rewrite` is given the node on its operands in the new graph and answers the
 * values that take the place of the node's outputs, by output name; those that nothing reads may be left out. One of another type than
 * `typeOf` says is a mistake of the pass.
 */
export function rewriteNodes(
  graph: Graph,
  rewrite: (node: Node, context: RewriteContext) => Record<string, Value>,
  { typeOf = ({ type }) => type }: RewriteOptions = {},
): Graph {
  const builder = new GraphBuilder(graph.name);
  const replaced = new Map<string, Value>();
  for (const input of graph.inputs) replaced.set(input.name, builder.input(input.name, typeOf(input)));
  for (const parameter of graph.parameters) replaced.set(parameter.name, builder.parameter(parameter.name, parameter));
  const present = (value: Value): Value => replaced.get(value.name) ?? value;
  const read = usedValues(graph);
  const isRead = ({ name }: Value): boolean => read.has(name);

  for (const node of graph.nodes) {
    const moved = { ...node, inputs: mapOperands(node.inputs, present) };
    const names = mapRecord(node.outputs, ({ name }) => name);
    const outputs = rewrite(moved, { builder, present, isRead, copy: () => builder.append(moved, names) });
    for (const [output, original] of Object.entries(node.outputs)) {
      const value = outputs[output];
      if (value === undefined) continue;
      const expected = typeOf(original);
      if (!sameType(value.type, expected)) {
        throw new Error(`${node.name} gives ${printType(value.type)} after a pass, not ${printType(expected)}`);
      }
      replaced.set(original.name, value);
    }
  }
  return builder.build(Object.fromEntries(graph.outputs.map((output) => [output.name, present(output)])));
}
