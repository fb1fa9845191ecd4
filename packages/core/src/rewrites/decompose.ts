/** Replaces nodes by what their op decomposes into, for formats that lack the op. */
import { FoldingBuilder } from "../foldingBuilder.js";
import { type Graph, type Node, type Value, mapOperands } from "../graph.js";
import { decompositions } from "../ops/table.js";
import type { Edit } from "./edit.js";
import type { Rewrite } from "./rewrite.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

/** Every node stays that is not `lacking`, and every one of an op without a decomposition. */
export function decompose(lacking: (node: Node) => boolean): Rewrite {
  const apply: RewriteRule["apply"] = (node, edit) => {
    const parts = lacking(node) ? partsOf(node) : undefined;
    if (parts !== undefined) edit.bypass(node, splice(node, parts, edit));
  };
  return rewriteByRules({ name: "decompose", summary: "writes ops that a format does not have as others" }, [
    { apply },
  ]);
}

/** The nodes of the decomposition in front of the node, and the values that take the place of its outputs: they keep their names. */
function splice(node: Node, parts: Parts, edit: Edit): Readonly<Record<string, Value>> {
  const { graph, outputs, placed, builder } = parts;
  const names = new Map(Object.entries(outputs).map(([output, { name }]) => [name, node.outputs[output]!.name]));
  const inPlace = (value: Value): Value => placed.get(value.name)!;
  for (const { name, type } of graph.parameters) {
    const constant = builder.known({ name })!.read();
    placed.set(name, edit.derive(name, { type, of: {}, compute: () => constant }));
  }
  for (const { outputs: made, ...part } of graph.nodes) {
    const wanted = Object.entries(made).flatMap(([output, { name }]) =>
      names.has(name) ? [[output, names.get(name)!]] : [],
    );
    const values = edit.append({ ...part, inputs: mapOperands(part.inputs, inPlace) }, Object.fromEntries(wanted));
    for (const [output, { name }] of Object.entries(made)) placed.set(name, values[output]!);
  }
  return Object.fromEntries(Object.entries(outputs).map(([output, value]) => [output, inPlace(value)]));
}

interface Parts {
  readonly graph: Graph;
  readonly outputs: Readonly<Record<string, Value>>;
  /** What its inputs stand for, by name. */
  readonly placed: Map<string, Value>;
  readonly builder: FoldingBuilder;
}

/** The decomposition of one node as a graph of its own, its nodes named below it; nothing where it has none. */
function partsOf({ name, op, inputs, attributes }: Node): Parts | undefined {
  const decomposition = decompositions.get(op);
  if (decomposition === undefined) return undefined;
  const builder = new FoldingBuilder(name);
  const placed = new Map<string, Value>();
  const operands = mapOperands(inputs, (value) => {
    const operand = builder.input(value.name, value.type);
    placed.set(operand.name, value);
    return operand;
  });
  const outputs = builder.scope(name, () => decomposition.decompose(operands, attributes, builder));
  if (outputs === undefined) return undefined;
  const graph = builder.build(Object.fromEntries(Object.values(outputs).map((value) => [value.name, value])));
  return { graph, outputs, placed, builder };
}
