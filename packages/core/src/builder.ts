/** Builds graphs: applies ops to symbolic tensors, names nodes by the path of the layer they stand in. */
import type { AttributeKinds, Given } from "./attributes.js";
import { requireResult } from "./callErrors.js";
import { type NodeSpec, checkNode, checkShape, plain, valueNames } from "./checkedNode.js";
import { GraphTooLargeError, InvalidNodeError } from "./errors.js";
import {
  type Graph,
  type Node,
  type Operand,
  type Operands,
  type Parameter,
  type Value,
  listed,
  mapRecord,
  replaceValues,
} from "./graph.js";
import { indexOf } from "./graphIndex.js";
import type { Named, Outputs } from "./named.js";
import type { OpDefinition, Slots } from "./op.js";
import { type TensorType, printType, sameType } from "./tensor.js";
import { nameFinder, uniqueNames } from "./uniqueNames.js";

/** A value under construction: it knows the graph that it grows. */
export interface SymbolicTensor extends Value {
  readonly builder: GraphBuilder;
}

/** A parameter that does not exist yet: the node that takes it gives it its name. */
export type NewParameter = Omit<Parameter, "name">;

/** One step of a network: from a tensor to the next. */
export type Layer = (x: SymbolicTensor) => SymbolicTensor;

/**
 * The most nodes of a graph: four for each of the 100,000 that are read from a file, as where each gets a transpose before and behind it,
 * or an output of its own and a cast. It is about memory, of which a node takes about a kilobyte: what makes thousands of one node, such
 * as a convolution of thousands of groups, must end before the memory does.
 */
export const MOST_NODES = 400_000;

export class GraphBuilder {
  readonly #inputs: Value[] = [];
  readonly #parameters: Parameter[] = [];
  readonly #nodes: Node[] = [];
  /** Of every value, by name. */
  readonly #types = new Map<string, TensorType>();
  readonly #unique: (wanted: string) => string;
  readonly #uniqueNode = uniqueNames([]);
  #path: readonly string[] = [];
  readonly #graphName: string;

  /** No node or value gets a name that `isReserved`, unless it is given that name. */
  constructor(graphName: string, isReserved: (name: string) => boolean = () => false) {
    this.#graphName = graphName;
    this.#unique = nameFinder((name) => this.#types.has(name) || isReserved(name));
  }

  /** A tensor that the caller of the network supplies. */
  input(name: string, type: TensorType): SymbolicTensor {
    const value = this.#declare(this.#types.has(name) ? this.#unique(name) : name, type);
    this.#inputs.push({ name: value.name, type });
    return value;
  }

  /** A parameter under a name of its own, for importers and passes; `apply` makes those of the DSL's layers. */
  parameter(name: string, { type, initial }: NewParameter): SymbolicTensor {
    const value = this.#declare(name, type);
    this.#parameters.push({ name, type, initial });
    return value;
  }

  /** Everything that `build` adds stands under `name` in the path. */
  scope<T>(name: string, build: () => T): T {
    const outer = this.#path;
    this.#path = [...outer, name];
    try {
      return build();
    } finally {
      this.#path = outer;
    }
  }

  /** What stands at the present place under `name`, as errors and nodes call it. */
  pathOf(name: string): string {
    return [...this.#path, name].join("/");
  }

  /** As `pathOf`, with a number where something is called so already. */
  freeName(name: string): string {
    return this.#unique(this.pathOf(name));
  }

  /** Adds a node and its parameters; its name is the present path and, unless it is called otherwise, the op's name. Errors name that path. */
  apply<I extends Slots, O extends Slots, K extends AttributeKinds>(
    op: OpDefinition<I, O, K>,
    inputs: Named<keyof I & string, Value | NewParameter>,
    attributes: Given<K>,
    called: string = op.name,
  ): Outputs<keyof O & string, SymbolicTensor> {
    const name = this.freeName(called);
    const operands: Record<string, Operand> = {};
    for (const value of Object.values(inputs as Operands).flatMap(listed)) this.#checkOwn(name, value);
    for (const [slot, operand] of Object.entries(inputs as Readonly<Record<string, Operand | NewParameter>>)) {
      operands[slot] = isNew(operand) ? this.parameter(`${name}/${slot}`, operand) : operand;
    }
    return this.append({ name, op, inputs: operands, attributes }) as Outputs<keyof O & string, SymbolicTensor>;
  }

  /**
   * Adds a node under a name of its own, with a number where another node has it, for importers and rewrites; `outputNames` overrides
   * what its values are called.
   */
  append(spec: NodeSpec, outputNames: Readonly<Record<string, string>> = {}): Record<string, SymbolicTensor> {
    this.#checkKnown(Object.values(spec.inputs).flatMap(listed));
    const { types, ...checked } = checkNode(spec);
    const outputs = Object.fromEntries(
      valueNames(spec, outputNames).map(([output, name]) => [output, this.#declare(name, types[output]!)]),
    );
    if (this.#nodes.length >= MOST_NODES) throw new GraphTooLargeError({ graph: this.#graphName, limit: MOST_NODES });
    const name = this.#uniqueNode(spec.name);
    this.#nodes.push({ name, op: spec.op, ...checked, outputs: mapRecord(outputs, plain) });
    return outputs;
  }

  /**
   * The finished graph, its outputs called as the keys say, and other values as `renamed` does; parameters that nothing reads are left
   * out. An `InvalidNodeError` where an output cannot have its name: it is an input, another output, or something else is called so.
   */
  build(outputs: Readonly<Record<string, Value>>, renamed: ReadonlyMap<string, string> = new Map()): Graph {
    this.#checkKnown(Object.values(outputs));
    const names = new Map<string, string>();
    const fixed = new Set([...this.#inputs, ...this.#parameters].map(({ name }) => name));
    for (const [name, value] of Object.entries(outputs)) {
      const isRenamed = name !== value.name;
      if (names.has(value.name) || (isRenamed && (this.#types.has(name) || fixed.has(value.name)))) {
        throw new InvalidNodeError({ problem: `"${value.name}" cannot be the output "${name}"` });
      }
      names.set(value.name, name);
    }
    const graph = replaceValues(
      {
        name: this.#graphName,
        inputs: this.#inputs,
        parameters: this.#parameters,
        nodes: this.#nodes,
        outputs: Object.values(outputs).map(plain),
      },
      (value) => ({ ...value, name: names.get(value.name) ?? renamed.get(value.name) ?? value.name }),
    );
    const index = indexOf(graph);
    return { ...graph, parameters: graph.parameters.filter((parameter) => index.isRead(parameter)) };
  }

  #declare(name: string, type: TensorType): SymbolicTensor {
    checkShape(name, type);
    if (this.#types.has(name)) throw new InvalidNodeError({ problem: `the name "${name}" is taken` });
    this.#types.set(name, type);
    return { name, type, builder: this };
  }

  /** A tensor that was kept from the building of another graph may have the name of one of this. */
  #checkOwn(path: string, value: Value): void {
    if (!("builder" in value) || value.builder === this) return;
    throw new InvalidNodeError({
      path,
      problem: `"${value.name}" is a tensor of another graph`,
      hint: "keep no tensor from one building of a network to the next",
    });
  }

  /** Values of another graph, or of another type than they were given, are a broken invariant. */
  #checkKnown(values: readonly Value[]): void {
    for (const { name, type } of values) {
      const given = this.#types.get(name);
      if (given === undefined) throw new Error(`"${name}" is no value of the graph "${this.#graphName}"`);
      if (!sameType(given, type)) throw new Error(`"${name}" is ${printType(given)}, not ${printType(type)}`);
    }
  }
}

/** Runs a network from its one input to its one output; an `InvalidCallError` where it gives no tensor. */
export function buildGraph(name: string, input: Value, network: Layer, outputName: string): Graph {
  const builder = new GraphBuilder(name);
  const output = requireResult(`the network "${name}"`, network(builder.input(input.name, input.type)));
  return builder.build({ [outputName]: output });
}

function isNew(operand: Operand | NewParameter): operand is NewParameter {
  return operand !== undefined && "initial" in operand && !("name" in operand);
}
