/** A model of float32 with all its numbers in float64. */
import {
  FoldingBuilder,
  type Model,
  type SymbolicTensor,
  type TensorType,
  castTensor,
  mapOperands,
} from "@linknet-kit/core";

export function inDoublePrecision({ graph, weights }: Model): Model {
  const doubled = (type: TensorType): TensorType => ({
    ...type,
    dtype: type.dtype === "float32" ? "float64" : type.dtype,
  });
  const builder = new FoldingBuilder(graph.name);
  const values = new Map<string, SymbolicTensor>();
  for (const { name, type } of graph.inputs) values.set(name, builder.input(name, doubled(type)));
  for (const { name, ...parameter } of graph.parameters) {
    values.set(name, builder.parameter(name, { ...parameter, type: doubled(parameter.type) }));
  }
  for (const node of graph.nodes) {
    const inputs = mapOperands(node.inputs, ({ name }) => values.get(name)!);
    const names = Object.fromEntries(Object.entries(node.outputs).map(([output, { name }]) => [output, name]));
    for (const [output, value] of Object.entries(builder.append({ ...node, inputs }, names))) {
      values.set(names[output]!, value);
    }
  }
  const outputs = Object.fromEntries(graph.outputs.map(({ name }) => [name, values.get(name)!]));
  const single = new Map(graph.parameters.map((each) => [each.name, each]));
  return {
    graph: builder.build(outputs),
    weights: { get: ({ name, type }) => castTensor(weights.get(single.get(name)!), type.dtype) },
  };
}
