/** Graphs that were built elsewhere, perhaps by another copy of this project's core. */
import {
  type Graph,
  GraphBuilder,
  InvalidNodeError,
  type Op,
  type SymbolicTensor,
  type Value,
  mapOperands,
  mapRecord,
  opTable,
} from "@linknet-kit/core";

const OPS: ReadonlyMap<string, Op> = new Map(opTable.map((op) => [op.name, op]));

/**
 * The same graph made of this copy's ops, which passes and emitters know by identity; its types are inferred anew, so that what does
 * not fit is an `InvalidNodeError` here.
 */
export function ownGraph(graph: Graph): Graph {
  const builder = new GraphBuilder(graph.name);
  const values = new Map<string, SymbolicTensor>();
  const valueOf = ({ name }: Value): SymbolicTensor => {
    const value = values.get(name);
    if (value === undefined) throw new InvalidNodeError({ problem: `"${name}" is read before anything gives it` });
    return value;
  };
  for (const { name, type } of graph.inputs) values.set(name, builder.input(name, type));
  for (const { name, type, initial } of graph.parameters) values.set(name, builder.parameter(name, { type, initial }));
  for (const node of graph.nodes) {
    const op = OPS.get(node.op.name);
    if (op === undefined) throw new InvalidNodeError({ path: node.name, problem: `there is no op "${node.op.name}"` });
    const inputs = mapOperands(node.inputs, valueOf);
    const names = mapRecord(node.outputs, ({ name }) => name);
    const outputs = builder.append({ name: node.name, op, inputs, attributes: node.attributes }, names);
    for (const value of Object.values(outputs)) values.set(value.name, value);
  }
  return builder.build(Object.fromEntries(graph.outputs.map((output) => [output.name, valueOf(output)])));
}
