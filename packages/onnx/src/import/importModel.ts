/** From ONNX's records to a model. The records may come from anywhere: whatever they lack or contradict is an error with a name. */
import {
  GraphBuilder,
  type Model,
  type Op,
  type Tensor,
  type TensorType,
  type UniqueNames,
  type Value,
  elementCount,
  readWeights,
  uniqueNames,
} from "@linknet-kit/core";
import { DEFAULT_BUDGET, type ReadBudget } from "../decode/budget.js";
import { DamagedOnnxError } from "../decode/errors.js";
import { facetOf, writeForm } from "../nodeForm.js";
import type { GraphRecord, ModelRecord, NodeRecord } from "../decode/records.js";
import { checkNames, opsetOf, refuseUnsupportedParts } from "./checkModel.js";
import { constantTensor } from "./constantNode.js";
import { InvalidOnnxError, InvalidTensorError, OnnxNodeError } from "./errors.js";
import { type NodeScope, atNode, importNode } from "./importNode.js";
import { type ExternalValues, type StoredTensor, TensorImporter } from "./importTensor.js";
import { type OpenSizes, checkDeclaredType, importInputTypes } from "./importValue.js";
import { opsOf } from "./operators.js";

export interface ImportOptions extends OpenSizes {
  /** Inputs whose values are known beforehand: they stop being inputs, and may stand where an op needs a constant. */
  readonly constants?: Readonly<Record<string, Tensor>> | undefined;
  readonly budget?: Partial<ReadBudget> | undefined;
}

/** More values than any constant has that is an attribute here: a few for each axis. */
const LONGEST_CONSTANT = 1024;

/**
 * The model of ONNX's records, its values called as there. Every operator without an op here is named in one error; everything
 * else is an error at the first node, tensor or value that is wrong, naming it.
 */
export function importModel(
  proto: ModelRecord,
  { constants = {}, budget = {}, ...sizes }: ImportOptions = {},
  external: ExternalValues = new Map(),
): Model {
  const { graph } = proto;
  if (!graph) throw new DamagedOnnxError({ problem: "it has no graph" });
  refuseUnsupportedParts(proto);
  const opset = opsetOf(proto);
  const nodes = graph.node ?? [];
  const ops = opsOf(nodes);
  // Up to IR version 3 initializers had to be inputs too; since then those are defaults. Either way the value is known.
  const known = new Set([...(graph.initializer ?? []).map(({ name }) => name ?? ""), ...Object.keys(constants)]);
  checkNames(graph, (name) => !known.has(name));

  const tensors = new TensorImporter(budget.tensorBytes ?? DEFAULT_BUDGET.tensorBytes, external);
  const importer = new GraphImporter(graph, tensors);
  const fed = (graph.input ?? []).filter(({ name }) => !known.has(name ?? ""));
  for (const [name, type] of importInputTypes(fed, sizes)) importer.input(name, type);
  for (const [name, tensor] of Object.entries(constants)) importer.constant(name, { ...tensor, read: () => tensor });
  const read = valuesReadIn(graph);
  for (const initializer of graph.initializer ?? []) {
    const { name = "" } = initializer;
    const tensor = tensors.import(initializer);
    if (read.has(name)) importer.constant(name, tensor);
  }
  nodes.forEach((node, index) => {
    const op = ops[index];
    if (op === undefined) importer.constantNode(node);
    else importer.node(node, op, opset);
  });
  return importer.finish();
}

class GraphImporter implements NodeScope {
  readonly #graph: GraphRecord;
  readonly #tensors: TensorImporter;
  readonly #builder: GraphBuilder;
  readonly #values = new Map<string, Value>();
  readonly #constants = new Map<string, StoredTensor>();
  /** Outputs that the ops here do not have, and the nodes that give them; nothing may read one. */
  readonly #unknown = new Map<string, string>();
  /** Names for values and nodes that have none in the file. */
  readonly #valueNames: UniqueNames;
  readonly #nodeNames: UniqueNames;

  constructor(graph: GraphRecord, tensors: TensorImporter) {
    this.#graph = graph;
    this.#tensors = tensors;
    this.#builder = new GraphBuilder(graph.name || "graph");
    this.#valueNames = uniqueNames(valuesIn(graph));
    this.#nodeNames = uniqueNames((graph.node ?? []).map(({ name }) => name ?? ""));
  }

  input(name: string, type: TensorType): void {
    this.#values.set(name, this.#builder.input(name, type));
  }

  constant(name: string, tensor: StoredTensor): void {
    const { dtype, shape } = tensor;
    this.#constants.set(name, tensor);
    this.#values.set(name, this.#builder.parameter(name, { type: { dtype, shape }, initial: { kind: "given" } }));
  }

  constantNode(proto: NodeRecord): void {
    const name = proto.output?.[0] ?? "";
    this.constant(name, constantTensor(name, proto, this.#tensors));
  }

  node(proto: NodeRecord, op: Op, opset: number): void {
    const outputs = proto.output ?? [];
    const name = proto.name || this.#nodeNames(outputs.find((each) => each !== "") ?? op.name);
    const { type, since: written, readSince: since = written } = facetOf(op);
    if (opset < since) {
      const problem = `is ${type} as it was before opset ${since}, which is not supported`;
      throw new OnnxNodeError({ node: name, problem });
    }
    const node = atNode(name, () => importNode(name, proto, op, this));
    const names = op.results.map((output: string, position: number): [string, string] => {
      return [output, outputs[position] || this.#valueNames(position === 0 ? name : `${name}/${output}`)];
    });
    const values = this.#builder.append(node, Object.fromEntries(names));
    for (const [output, valueName] of names) this.#values.set(valueName, values[output]!);
    for (const more of outputs.slice(op.results.length)) this.#unknown.set(more, name);
  }

  valueOf(name: string): Value {
    const value = this.#values.get(name);
    if (value !== undefined) return value;
    const giver = this.#unknown.get(name);
    if (giver !== undefined)
      throw new OnnxNodeError({ node: giver, problem: `gives "${name}", which is not supported` });
    const later = this.#graph.node?.find(({ output }) => output?.includes(name));
    const problem =
      later === undefined
        ? `"${name}" is read, but nothing gives it`
        : `"${name}" is read before node "${later.name || later.opType}" gives it: the nodes are out of order or form a cycle`;
    throw new InvalidOnnxError({ problem });
  }

  constantOf(name: string): Tensor | undefined {
    const tensor = this.#constants.get(name);
    if (tensor === undefined) this.valueOf(name);
    if (tensor !== undefined && elementCount(tensor) > LONGEST_CONSTANT) {
      throw new InvalidTensorError({
        tensor: name,
        problem: `has ${elementCount(tensor)} values where a few are meant`,
      });
    }
    return tensor?.read();
  }

  finish(): Model {
    const outputs = (this.#graph.output ?? []).map((info) => {
      const value = this.valueOf(info.name ?? "");
      checkDeclaredType(info, value.type);
      return value;
    });
    if (outputs.length === 0) throw new InvalidOnnxError({ problem: "the graph has no outputs" });
    const graph = this.#builder.build(Object.fromEntries(outputs.map((value) => [value.name, value])));
    // A node that could not be written again is one that readers of its file understand differently.
    for (const node of graph.nodes) writeForm(node);
    // An object would put names that are whole numbers first.
    const order = new Map(graph.outputs.map((value) => [value.name, value]));
    return {
      graph: { ...graph, outputs: outputs.map(({ name }) => order.get(name)!) },
      weights: readWeights((name) => this.#constants.get(name)?.read()),
    };
  }
}

/** What is given and read by nothing is no part of the model. */
function valuesReadIn({ node = [], output = [] }: GraphRecord): ReadonlySet<string> {
  const read = new Set<string>();
  for (const { input = [] } of node) for (const name of input) read.add(name);
  for (const { name = "" } of output) read.add(name);
  return read;
}

function valuesIn({ input, initializer, node }: GraphRecord): readonly string[] {
  const given = [...(input ?? []), ...(initializer ?? [])].map(({ name }) => name ?? "");
  return [...given, ...(node ?? []).flatMap(({ output }) => output ?? [])];
}
