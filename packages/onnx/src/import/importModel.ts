/** From ONNX's records to a model. The records may come from anywhere: whatever they lack or contradict is an error with a name. */
import type { LazyTensor, Model, Tensor } from "@linknet-kit/core";
import { DEFAULT_BUDGET, type ReadBudget } from "../decode/budget.js";
import { DamagedOnnxError } from "../decode/errors.js";
import type { ModelRecord } from "../decode/records.js";
import { checkNames, refuseUnsupportedParts } from "./checkModel.js";
import { inlineFunctions } from "./functions.js";
import { GraphImporter } from "./graphImporter.js";
import { type ExternalValues, TensorImporter } from "./importTensor.js";
import { type OpenSizes, importInputTypes } from "./importValue.js";
import type { InlinedGraph } from "./inlinedNode.js";
import { readingsOf } from "./operators.js";

export interface ImportOptions extends OpenSizes {
  /** Inputs whose values are known beforehand: they stop being inputs, and may stand where an op needs a constant. */
  readonly constants?: Readonly<Record<string, Tensor | LazyTensor>> | undefined;
  readonly budget?: Partial<ReadBudget> | undefined;
  /** Bytes by which the model may grow where values that are known beforehand are computed; a mebibyte each unless given. */
  readonly growthBytes?: number | undefined;
}

/**
 * The model of ONNX's records, its values called as there. Every operator without an op here is named in one error; everything
 * else is an error at the first node, tensor or value that is wrong, naming it.
 */
export function importModel(
  proto: ModelRecord,
  options: ImportOptions = {},
  external: ExternalValues = new Map(),
): Model {
  const graph = checkedGraph(proto, options.budget);
  const readings = readingsOf(graph.node);
  const { importer, fed, initializers } = beginImport(graph, options, external);
  for (const [name, type] of importInputTypes(fed, options)) importer.input(name, type);
  for (const [name, read] of initializers) importer.initializer(name, read());
  graph.node.forEach((node, index) => importer.node(node, readings[index]));
  return importer.finish();
}

/** The graph, once all that holds for every reader was looked at, with functions in the place of what calls them. */
export function checkedGraph(proto: ModelRecord, budget: ImportOptions["budget"]): InlinedGraph {
  const { graph } = proto;
  if (!graph) throw new DamagedOnnxError({ problem: "it has no graph" });
  refuseUnsupportedParts(proto);
  return { ...graph, node: inlineFunctions(proto, budget?.nodes ?? DEFAULT_BUDGET.nodes) };
}

/** An importer that knows what the caller knows beforehand, the inputs that are fed, and what reads each initializer. */
export function beginImport(graph: InlinedGraph, options: ImportOptions, external: ExternalValues) {
  const { constants = {}, budget, growthBytes } = options;
  const limits = { ...DEFAULT_BUDGET, ...budget };
  // Up to IR version 3 initializers had to be inputs too; since then those are defaults. Either way the value is known.
  const known = new Set([...(graph.initializer ?? []).map(({ name }) => name ?? ""), ...Object.keys(constants)]);
  checkNames(graph, (name) => !known.has(name));
  const tensors = new TensorImporter(limits.tensorBytes, external);
  const importer = new GraphImporter(graph, tensors, { growthBytes, ...limits });
  for (const [name, tensor] of Object.entries(constants)) importer.constant(name, tensor);
  const initializers = (graph.initializer ?? []).map((initializer): [string, () => LazyTensor] => [
    initializer.name ?? "",
    () => tensors.import(initializer),
  ]);
  return { importer, initializers, fed: (graph.input ?? []).filter(({ name }) => !known.has(name ?? "")) };
}
