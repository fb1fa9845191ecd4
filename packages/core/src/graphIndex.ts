/** Who gives and who reads each value of a graph: built once, in time linear in its nodes. */
import { type Graph, type Node, type Parameter, type Value, inputValues, outputValues } from "./graph.js";

/** What can be asked of a value, by its name, in a graph that stays or that is being rewritten. */
export interface Reading {
  /** The node that gives the value; none gives inputs and parameters. */
  producerOf(value: Value): Node | undefined;
  /** The nodes that read it, each once, in order. */
  readersOf(value: Value): readonly Node[];
  /** Whether a node reads it or it is an output of the graph. */
  isRead(value: Value): boolean;
  /** Whether one operand of one node is all that reads it. */
  isReadOnce(value: Value): boolean;
  /** Whether nodes of these names are all that reads it. */
  isReadOnlyBy(value: Value, nodes: ReadonlySet<string>): boolean;
  isOutput(value: Value): boolean;
  isParameter(value: Value): boolean;
}

interface Reads {
  readonly nodes: Node[];
  /** Operands that are the value, and outputs of the graph. */
  count: number;
  last: number;
}

export class GraphIndex implements Reading {
  readonly #parameters: ReadonlyMap<string, Parameter>;
  readonly #outputs: ReadonlySet<string>;
  readonly #producers = new Map<string, Node>();
  readonly #positions = new Map<Node, number>();
  readonly #reads = new Map<string, Reads>();

  constructor(graph: Graph) {
    this.#parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
    this.#outputs = new Set(graph.outputs.map(({ name }) => name));
    graph.nodes.forEach((node, position) => {
      this.#positions.set(node, position);
      for (const { name } of outputValues(node)) this.#producers.set(name, node);
      for (const { name } of inputValues(node)) this.#addRead(name, position, node);
    });
    for (const { name } of graph.outputs) this.#addRead(name, graph.nodes.length);
  }

  producerOf({ name }: Value): Node | undefined {
    return this.#producers.get(name);
  }

  readersOf({ name }: Value): readonly Node[] {
    return this.#reads.get(name)?.nodes ?? [];
  }

  isRead({ name }: Value): boolean {
    return this.#reads.has(name);
  }

  isReadOnce({ name }: Value): boolean {
    return this.#reads.get(name)?.count === 1 && !this.#outputs.has(name);
  }

  isReadOnlyBy(value: Value, nodes: ReadonlySet<string>): boolean {
    return !this.isOutput(value) && this.readersOf(value).every(({ name }) => nodes.has(name));
  }

  isOutput({ name }: Value): boolean {
    return this.#outputs.has(name);
  }

  isParameter({ name }: Value): boolean {
    return this.#parameters.has(name);
  }

  parameter(name: string): Parameter | undefined {
    return this.#parameters.get(name);
  }

  /** Where in the order of execution the node stands, from 0. */
  positionOf(node: Node): number {
    return this.#positions.get(node)!;
  }

  /** The position of the last node that reads the value, the number of nodes for an output, nothing where it is not read. */
  lastRead({ name }: Value): number | undefined {
    return this.#reads.get(name)?.last;
  }

  #addRead(name: string, position: number, node?: Node): void {
    let reads = this.#reads.get(name);
    if (reads === undefined) {
      reads = { nodes: [], count: 0, last: position };
      this.#reads.set(name, reads);
    }
    if (node !== undefined && reads.nodes.at(-1) !== node) reads.nodes.push(node);
    reads.count += 1;
    reads.last = position;
  }
}

const indices = new WeakMap<Graph, GraphIndex>();

/** The index of a graph, which is built when it is first asked for and kept as long as the graph is. */
export function indexOf(graph: Graph): GraphIndex {
  const known = indices.get(graph);
  if (known !== undefined) return known;
  const index = new GraphIndex(graph);
  indices.set(graph, index);
  return index;
}
