/** Every tensor that a model holds, also in the attributes of its nodes, in graphs within these and in functions. */
import type { ReadBudget } from "../decode/budget.js";
import { OnnxBudgetError } from "../decode/errors.js";
import { decodeWire } from "../decode/wireDecoder.js";
import {
  type GraphOutline,
  type ModelOutline,
  type NodeOutline,
  type TensorOutline,
  graph as fields,
} from "./records.js";

/** More graphs within graphs than any model has. */
const MOST_GRAPHS_DEEP = 16;

export function tensorsIn({ graph, functions = [] }: ModelOutline, budget: ReadBudget): readonly TensorOutline[] {
  const found: TensorOutline[] = [];
  const keep = (...tensors: readonly (TensorOutline | undefined)[]): void => {
    for (const tensor of tensors) if (tensor !== undefined) found.push(tensor);
  };
  const inNodes = (nodes: readonly NodeOutline[], depth: number): void => {
    for (const { t, tensors = [], sparseTensor, g } of nodes.flatMap(({ attribute = [] }) => attribute)) {
      keep(t, sparseTensor?.values, sparseTensor?.indices);
      for (const tensor of tensors) keep(tensor);
      if (g !== undefined) inGraph(decodeWire(g, "graph", fields, budget), depth + 1);
    }
  };
  const inGraph = ({ initializer = [], sparseInitializer = [], node = [] }: GraphOutline, depth: number): void => {
    if (depth > MOST_GRAPHS_DEEP) throw new OnnxBudgetError({ what: "levels of graphs", limit: MOST_GRAPHS_DEEP });
    for (const tensor of initializer) keep(tensor);
    for (const { values, indices } of sparseInitializer) keep(values, indices);
    inNodes(node, depth);
  };
  if (graph !== undefined) inGraph(graph, 0);
  for (const { node = [] } of functions) inNodes(node, 0);
  return found;
}
