/** Who gives and who reads each value of a graph while nodes come and go. */
import { type Graph, type Node, type Value, inputValues, mapOperands, outputValues } from "../graph.js";
import type { Reading } from "../graphIndex.js";

/** The place of a node among the others; it stays when the operands of the node change. */
export interface NodePlace {
  node: Node;
  /** The neighbours in the order of execution. */
  before: NodePlace;
  after: NodePlace;
  isQueued: boolean;
  /** Whether an operand was redirected since the node was last looked at. */
  isStale: boolean;
}

export class LiveReading implements Reading {
  readonly #inputs: ReadonlySet<string>;
  readonly #parameters: Set<string>;
  readonly #producers = new Map<string, NodePlace>();
  /** How many operands of each node are the value. */
  readonly #readers = new Map<string, Map<NodePlace, number>>();
  /** Values by what outputs of the graph are called, and that by the value. */
  readonly #outputs: Map<string, Value>;
  readonly #outputNames: Map<string, string>;
  /** What stands for values that were redirected. */
  readonly #instead = new Map<string, Value>();

  constructor({ inputs, parameters, outputs }: Graph) {
    this.#inputs = new Set(inputs.map(({ name }) => name));
    this.#parameters = new Set(parameters.map(({ name }) => name));
    this.#outputs = new Map(outputs.map((value) => [value.name, value]));
    this.#outputNames = new Map(outputs.map(({ name }) => [name, name]));
  }

  producerOf(value: Value): Node | undefined {
    const place = this.placeOf(value);
    return place && this.present(place);
  }

  readersOf(value: Value): readonly Node[] {
    return [...this.placesReading(value)].map((place) => this.present(place));
  }

  isRead(value: Value): boolean {
    return this.isOutput(value) || this.#readers.has(value.name);
  }

  isReadOnce(value: Value): boolean {
    const readers = this.#readers.get(value.name);
    return !this.isOutput(value) && readers?.size === 1 && [...readers.values()][0] === 1;
  }

  isReadOnlyBy(value: Value, nodes: ReadonlySet<string>): boolean {
    if (this.isOutput(value)) return false;
    // The first that is another ends it, however many there are.
    for (const { node } of this.placesReading(value)) if (!nodes.has(node.name)) return false;
    return true;
  }

  isOutput({ name }: Value): boolean {
    return this.#outputNames.has(name);
  }

  isParameter({ name }: Value): boolean {
    return this.#parameters.has(name);
  }

  /** Whether it is there before any node runs. */
  isGiven(value: Value): boolean {
    return this.#inputs.has(value.name) || this.isParameter(value);
  }

  /** In the order of the graph's, whatever they are called by now. */
  get outputs(): readonly Value[] {
    return [...this.#outputs.values()];
  }

  /** What the graph calls the value if it is an output. */
  outputName({ name }: Value): string | undefined {
    return this.#outputNames.get(name);
  }

  placeOf({ name }: Value): NodePlace | undefined {
    return this.#producers.get(name);
  }

  placesReading({ name }: Value): Iterable<NodePlace> {
    return this.#readers.get(name)?.keys() ?? [];
  }

  /** The node on the operands that it reads by now. */
  present(place: NodePlace): Node {
    if (!place.isStale) return place.node;
    place.isStale = false;
    place.node = { ...place.node, inputs: mapOperands(place.node.inputs, (value) => this.standing(value)) };
    return place.node;
  }

  /** What the value has become. */
  standing(value: Value): Value {
    let standing = value;
    for (let next = this.#instead.get(value.name); next !== undefined; next = this.#instead.get(next.name)) {
      standing = next;
    }
    if (standing !== value) this.#instead.set(value.name, standing);
    return standing;
  }

  addParameter(name: string): void {
    this.#parameters.add(name);
  }

  /** What the node reads knows of it from now on. */
  addReads(place: NodePlace): void {
    for (const value of inputValues(place.node)) this.#addReads(value, place, 1);
  }

  /** What the node gives is there from now on. */
  addOutputs(place: NodePlace): void {
    for (const { name } of outputValues(place.node)) {
      if (this.#producers.has(name)) throw new Error(`two values are called "${name}"`);
      this.#producers.set(name, place);
    }
  }

  remove(place: NodePlace): void {
    for (const { name } of outputValues(place.node)) this.#producers.delete(name);
    for (const { name } of inputValues(this.present(place))) {
      const readers = this.#readers.get(name);
      readers?.delete(place);
      if (readers?.size === 0) this.#readers.delete(name);
    }
  }

  /** Readers of the old value, outputs of the graph included, read the other one from now on. */
  redirect(old: Value, value: Value): void {
    const readers = this.#readers.get(old.name) ?? new Map<NodePlace, number>();
    this.#instead.set(old.name, value);
    this.#readers.delete(old.name);
    for (const [place, count] of readers) {
      place.isStale = true;
      this.#addReads(value, place, count);
    }
    const output = this.#outputNames.get(old.name);
    if (output === undefined) return;
    this.#outputNames.delete(old.name);
    this.#outputNames.set(value.name, output);
    this.#outputs.set(output, value);
  }

  #addReads({ name }: Value, place: NodePlace, count: number): void {
    let readers = this.#readers.get(name);
    if (readers === undefined) this.#readers.set(name, (readers = new Map()));
    readers.set(place, (readers.get(place) ?? 0) + count);
  }
}
