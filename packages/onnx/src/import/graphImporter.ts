/** One graph of a file, node by node, as a graph of ops. */
import {
  type AttributeKinds,
  FoldingBuilder,
  type FoldingLimits,
  type LazyTensor,
  type Model,
  type OnnxExpansion,
  type OnnxForm,
  type Op,
  type SymbolicTensor,
  type Tensor,
  type TensorType,
  type UniqueNames,
  arityOf,
  elementCount,
  identityOp,
  isList,
  listed,
  mapOperands,
  zeros,
} from "@linknet-kit/core";
import type { ReadBudget } from "../decode/budget.js";
import { OnnxBudgetError } from "../decode/errors.js";
import type { GraphRecord, NodeRecord, TensorRecord } from "../decode/records.js";
import { refuseDisputed } from "../nodeForm.js";
import { takenBranch } from "./branch.js";
import { constantTensor } from "./constantNode.js";
import { InvalidOnnxError, InvalidTensorError, OnnxNodeError } from "./errors.js";
import { type NodeScope, atNode, importNode } from "./importNode.js";
import type { TensorImporter } from "./importTensor.js";
import { checkDeclaredType } from "./importValue.js";
import { type InlinedGraph, type InlinedNode, boundedNames } from "./inlinedNode.js";
import { type OperatorReading, isBranch, nameOf, readingOf } from "./operators.js";

/** More values than any constant has that is an attribute here: a few for each axis. */
const LONGEST_CONSTANT = 1024;

/** Graphs within graphs within nodes. */
const DEEPEST = 32;

export class GraphImporter implements NodeScope<SymbolicTensor> {
  readonly #graph: GraphRecord;
  readonly #tensors: TensorImporter;
  readonly #builder: FoldingBuilder;
  readonly #values = new Map<string, SymbolicTensor>();
  /** Names of the graph's outputs. */
  readonly #results: ReadonlySet<string>;
  /** Names that nodes read, and that are results. */
  readonly #read: ReadonlySet<string>;
  /** Whether graphs within nodes may read values too. */
  readonly #hasBranches: boolean;
  /** Of values that the file calls otherwise, their names there. */
  readonly #renamed = new Map<string, string>();
  /** Outputs that the ops here do not have, and the nodes that give them; nothing may read one. */
  readonly #unknown = new Map<string, string>();
  /** Names for values and nodes that have none in the file. */
  readonly #valueNames: UniqueNames;
  readonly #nodeNames: UniqueNames;
  readonly #limits: ReadBudget;
  /** Nodes of graphs within nodes. */
  #inlined = 0;

  constructor(graph: InlinedGraph, tensors: TensorImporter, limits: FoldingLimits & ReadBudget) {
    this.#graph = graph;
    this.#tensors = tensors;
    this.#limits = limits;
    this.#results = new Set((graph.output ?? []).map(({ name }) => name ?? ""));
    this.#read = valuesReadIn(graph);
    this.#hasBranches = graph.node.some(isBranch);
    const values = valuesIn(graph);
    const reserved = new Set(values);
    this.#builder = new FoldingBuilder(graph.name || "graph", (name) => reserved.has(name), limits);
    this.#valueNames = boundedNames(values);
    this.#nodeNames = boundedNames((graph.node ?? []).map(({ name }) => name ?? ""));
  }

  input(name: string, type: TensorType): void {
    this.#values.set(name, this.#builder.input(name, type));
  }

  constant(name: string, tensor: LazyTensor | Tensor): void {
    this.#values.set(name, this.#builder.constant(name, tensor));
  }

  /** What is given and read by nothing is no part of the model. */
  initializer(name: string, tensor: LazyTensor): void {
    if (this.#read.has(name) || this.#hasBranches) this.constant(name, tensor);
  }

  /** `reading` is absent where the node only names a tensor, or stands for one of two graphs, which stands within `depth` others. */
  node(proto: InlinedNode, reading: OperatorReading | undefined, depth = 0): void {
    if (reading !== undefined) this.#computedNode(proto, reading, proto.opset);
    else if (isBranch(proto)) this.#branch(proto, depth);
    else this.#constantNode(proto);
  }

  /** What an `If` stands for whose condition is known before the graph runs. */
  #branch(node: InlinedNode, depth: number): void {
    const name = nameOf(node);
    const branch = takenBranch(name, node, {
      holds: this.#isTrue(name, node.input?.[0] ?? "", depth),
      values: this.#valueNames,
      names: this.#nodeNames,
      budget: this.#limits,
    });
    this.#inlined += branch.nodes.length;
    if (this.#inlined > this.#limits.nodes) throw new OnnxBudgetError({ what: "nodes", limit: this.#limits.nodes });
    for (const tensor of branch.initializers) this.constant(tensor.name ?? "", this.#tensors.import(tensor));
    for (const each of branch.nodes) this.node(each, readingOf(each), depth + 1);
    for (const [position, output] of (node.output ?? []).entries()) {
      if (output !== "") this.#handOn(name, this.valueOf(branch.outputs[position]!), output);
    }
  }

  #isTrue(node: string, condition: string, depth: number): boolean {
    const known = this.#builder.known(this.valueOf(condition));
    const refused = (problem: string) => new OnnxNodeError({ node, problem, why: "unsupported_op" });
    if (known === undefined) throw refused("is an If that computes its condition, which must be a constant");
    if (known.dtype !== "bool" || elementCount(known) !== 1) throw refused("is an If without a condition");
    if (depth >= DEEPEST) throw refused(`is an If within ${DEEPEST} others`);
    return known.read().data[0] !== 0;
  }

  /** A value under another name: a result of the graph needs one of its own. */
  #handOn(name: string, x: SymbolicTensor, output: string): void {
    const given = () => this.#builder.append({ name, op: identityOp, inputs: { x }, attributes: {} }, { y: output });
    this.#values.set(output, this.#results.has(output) ? given()["y"]! : x);
  }

  #constantNode(proto: NodeRecord): void {
    const name = proto.output?.[0] ?? "";
    this.constant(name, constantTensor(name, proto, this.#tensors));
  }

  #computedNode(proto: NodeRecord, reading: OperatorReading, opset: number): void {
    const outputs = proto.output ?? [];
    const name = proto.name || this.#nodeNames(outputs.find((each) => each !== "") ?? proto.opType ?? "");
    const { expansion, single } = reading;
    if (expansion !== undefined && this.#expand(name, proto, expansion, opset)) return;
    if (single === undefined) throw new Error(`an expansion of ${proto.opType} makes nothing of node "${name}"`);
    this.#append(name, proto, single.op, single.form);
  }

  #append(name: string, proto: NodeRecord, op: Op, form: OnnxForm<string, AttributeKinds>): void {
    const { inputs, node } = importNode(name, proto, { slots: op.slots, form }, this);
    const types = mapOperands(inputs, ({ type }) => type);
    const attributes = atNode(name, () => form.read(node, types));
    const outputs = proto.output ?? [];
    if (op === identityOp && this.#passesOn(inputs["x"] as SymbolicTensor, outputs[0])) return;
    const names = op.results.map((output: string, position: number): [string, string] => {
      return [output, outputs[position] || this.#valueNames(position === 0 ? name : `${name}/${output}`)];
    });
    const values = this.#builder.append({ name, op, inputs, attributes }, Object.fromEntries(names));
    for (const [output, valueName] of names) this.#values.set(valueName, values[output]!);
    for (const more of outputs.slice(op.results.length)) this.#unknown.set(more, name);
  }

  /** What is known keeps its name and is counted once, however many nodes only hand it on; a result of the graph needs its own name. */
  #passesOn(value: SymbolicTensor, output = ""): boolean {
    if (output === "" || this.#results.has(output) || this.#builder.known(value) === undefined) return false;
    this.#values.set(output, value);
    return true;
  }

  /** Several nodes below the name of the file's one; `false` where none are needed. */
  #expand(name: string, proto: NodeRecord, form: OnnxExpansion, opset: number): boolean {
    const builder = this.#builder;
    const { inputs, node } = importNode(name, proto, { slots: form.inputs.map(arityOf), form }, this);
    const earlier = new Set<string>(
      Object.values(inputs)
        .flatMap(listed)
        .map(({ name: given }) => given),
    );
    const context = { builder, opset, outputs: proto.output?.length ?? 0 };
    const built = builder.scope(name, () => atNode(name, () => form.build(inputs, node, context)));
    if (built === undefined) return false;
    const results = isList(built) ? built : [built];
    for (const [position, output] of (proto.output ?? []).entries()) {
      const value = results[position];
      if (value === undefined) this.#unknown.set(output, name);
      else if (output !== "") this.#values.set(output, this.#named(name, value, output, earlier));
    }
    return true;
  }

  /** A value under its name in the file: what was there before the node, or is known, gets a node of its own that gives it. */
  #named(node: string, value: SymbolicTensor, name: string, earlier: ReadonlySet<string>): SymbolicTensor {
    if (earlier.has(value.name) || this.#renamed.has(value.name) || this.#builder.known(value) !== undefined) {
      return this.#builder.append({ name: node, op: identityOp, inputs: { x: value }, attributes: {} }, { y: name })[
        "y"
      ]!;
    }
    this.#renamed.set(value.name, name);
    return value;
  }

  tensorOf(node: string, record: TensorRecord): Tensor {
    return this.#tensors.import({ ...record, name: record.name || node }).read();
  }

  valueOf(name: string): SymbolicTensor {
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
    const value = this.valueOf(name);
    const tensor = this.#builder.known(value) ?? withoutElements(value);
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
    const names = (this.#graph.output ?? []).map(({ name = "" }) => name);
    const graph = this.#builder.build(
      Object.fromEntries(outputs.map((value, index) => [names[index]!, value])),
      this.#renamed,
    );
    // A node that could not be written again is one that readers of its file understand differently.
    for (const node of graph.nodes) refuseDisputed(node);
    // An object would put names that are whole numbers first.
    const order = new Map(graph.outputs.map((value) => [value.name, value]));
    return {
      graph: { ...graph, outputs: names.map((name) => order.get(name)!) },
      weights: this.#builder.weights,
    };
  }
}

/** What has no elements has one value alone, whatever gives it. */
function withoutElements({ type }: SymbolicTensor): LazyTensor | undefined {
  if (elementCount(type) > 0) return undefined;
  return { ...type, read: () => zeros(type.dtype, type.shape) as Tensor };
}

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
