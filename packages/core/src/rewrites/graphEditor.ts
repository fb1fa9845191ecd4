/** A graph that rules change node by node, at the price of what is changed alone. */
import { MOST_NODES } from "../builder.js";
import { type NodeSpec, checkNode, checkShape, valueNames } from "../checkedNode.js";
import { GraphTooLargeError } from "../errors.js";
import {
  type Graph,
  type Node,
  type Parameter,
  type Value,
  inputValues,
  mapOperands,
  mapRecord,
  outputValues,
  replaceValues,
} from "../graph.js";
import { printType, sameType } from "../tensor.js";
import { nameFinder } from "../uniqueNames.js";
import type { Model } from "../weights.js";
import { type Derivation, DerivedWeights } from "./derivedWeights.js";
import type { Edit } from "./edit.js";

/** A node in the list of those that the graph has, which starts and ends with one list head. */
interface Cell {
  node: Node;
  before: Cell;
  after: Cell;
  isQueued: boolean;
  /** Whether an operand was bypassed since the node was last looked at. */
  isStale: boolean;
}

export class GraphEditor implements Edit {
  /** How many nodes were replaced or bypassed. */
  edits = 0;
  readonly #model: Model;
  readonly #head: Cell;
  #size = 0;
  readonly #inputs: ReadonlySet<string>;
  readonly #parameters: Map<string, Parameter>;
  readonly #producers = new Map<string, Cell>();
  /** How many operands of each node are the value. */
  readonly #readers = new Map<string, Map<Cell, number>>();
  /** Values that are outputs, by what the output is called. */
  readonly #outputs: Map<string, Value>;
  readonly #outputNames: Map<string, string>;
  /** What stands for values that were bypassed. */
  readonly #instead = new Map<string, Value>();
  readonly #valueNames: Set<string>;
  readonly #nodeNames = new Set<string>();
  readonly #freeValueName = nameFinder((name) => this.#valueNames.has(name));
  readonly #freeNodeName = nameFinder((name) => this.#nodeNames.has(name));
  #appended: Node[] = [];
  readonly #queue: Cell[] = [];
  #next = 0;
  #derived: DerivedWeights | undefined;

  constructor(model: Model) {
    const { inputs, parameters, nodes, outputs } = model.graph;
    this.#model = model;
    this.#head = {} as Cell;
    this.#head.before = this.#head;
    this.#head.after = this.#head;
    this.#inputs = new Set(inputs.map(({ name }) => name));
    this.#parameters = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    this.#outputs = new Map(outputs.map((value) => [value.name, value]));
    this.#outputNames = new Map(outputs.map(({ name }) => [name, name]));
    this.#valueNames = new Set([...this.#inputs, ...this.#parameters.keys()]);
    for (const node of nodes) this.#insert(this.#readBy(node), this.#head);
  }

  /** The next node to look at. */
  next(): Node | undefined {
    while (this.#next < this.#queue.length) {
      const cell = this.#queue[this.#next++]!;
      cell.isQueued = false;
      if (this.#producers.get(outputValues(cell.node)[0]!.name) === cell) return this.#present(cell);
    }
    return undefined;
  }

  /** Nodes that were appended must stand in front of one that was replaced or bypassed. */
  requirePlaced({ name }: Node): void {
    if (this.#appended.length > 0) throw new Error(`a rule appends nodes at "${name}" and puts them nowhere`);
  }

  /** Has the node, or what stands in its place, looked at again. */
  enqueue(node: Node): void {
    for (const { name } of outputValues(node)) this.#enqueueCell(this.#producers.get(name));
  }

  producerOf(value: Value): Node | undefined {
    const cell = this.#producers.get(value.name);
    return cell && this.#present(cell);
  }

  readersOf({ name }: Value): readonly Node[] {
    return [...(this.#readers.get(name)?.keys() ?? [])].map((cell) => this.#present(cell));
  }

  isRead(value: Value): boolean {
    return this.isOutput(value) || this.#readers.has(value.name);
  }

  isReadOnce(value: Value): boolean {
    const readers = this.#readers.get(value.name);
    return !this.isOutput(value) && readers?.size === 1 && [...readers.values()][0] === 1;
  }

  isOutput({ name }: Value): boolean {
    return this.#outputNames.has(name);
  }

  isParameter({ name }: Value): boolean {
    return this.#parameters.has(name);
  }

  append(given: NodeSpec, names: Readonly<Record<string, string>> = {}): Readonly<Record<string, Value>> {
    const spec = { ...given, inputs: mapOperands(given.inputs, (value) => this.#standing(value)) };
    const { types, ...checked } = checkNode(spec);
    const outputs = Object.fromEntries(
      valueNames(spec, {}).map(([output, wanted]): [string, Value] => {
        const name = names[output] ?? this.#freeValueName(wanted);
        if (this.#isGiven(name)) throw new Error(`two values are called "${name}"`);
        checkShape(name, types[output]!);
        this.#valueNames.add(name);
        return [output, { name, type: types[output]! }];
      }),
    );
    this.#appended.push({ name: spec.name, op: spec.op, ...checked, outputs });
    return outputs;
  }

  replace(node: Node, by: NodeSpec): void {
    const names = mapRecord(node.outputs, ({ name }) => name);
    this.bypass(node, this.append(by, names));
  }

  bypass(node: Node, given: Readonly<Record<string, Value>>): void {
    const appended = this.#appended.splice(0);
    const values = mapRecord(given, (value) => this.#standing(value));
    const outputs = Object.entries(node.outputs);
    if (!outputs.every(([output, value]) => this.#canStandFor(value, values[output]))) return;
    this.edits += 1;
    const removed = this.#producers.get(outputs[0]![1].name)!;
    const operands = inputValues(this.#present(removed));
    const place = removed.after;
    this.#remove(removed);
    const added = appended.map((each) => this.#readBy(each));
    for (const [output, value] of outputs) this.#redirect(value, values[output], node);
    for (const operand of operands) this.#removeUnread(operand);
    for (const cell of added) {
      this.#insert(cell, place);
      for (const operand of inputValues(cell.node)) this.#enqueueCell(this.#producers.get(operand.name));
    }
    for (const operand of operands) this.#enqueueAround(operand);
  }

  derive<Source extends string>(wanted: string, derivation: Derivation<Source>): Value {
    const name = this.#freeValueName(wanted);
    this.#valueNames.add(name);
    return this.#setParameter(name, derivation);
  }

  revise<Source extends string>({ name, type }: Value, derivation: Omit<Derivation<Source>, "type">): Value {
    return this.#setParameter(name, { ...derivation, type });
  }

  /** The model as it is now, parameters that nothing reads left out. */
  finish(): Model {
    if (this.edits === 0) return this.#model;
    const { name, inputs } = this.#model.graph;
    const nodes: Node[] = [];
    for (let cell = this.#head.after; cell !== this.#head; cell = cell.after) nodes.push(this.#present(cell));
    const parameters = [...this.#parameters.values()].filter((parameter) => this.isRead(parameter));
    const graph: Graph = { name, inputs, parameters, nodes, outputs: [...this.#outputs.values()] };
    return { graph: this.#nameOutputs(graph), weights: this.#derived ?? this.#model.weights };
  }

  #nameOutputs(graph: Graph): Graph {
    const isNamed = graph.outputs.every(({ name }) => this.#outputNames.get(name) === name);
    if (isNamed) return graph;
    return replaceValues(graph, (value) => ({ ...value, name: this.#outputNames.get(value.name) ?? value.name }));
  }

  #setParameter<Source extends string>(name: string, derivation: Derivation<Source>): Value {
    this.#derived ??= new DerivedWeights(this.#model);
    this.#derived.derive(name, derivation);
    this.#parameters.set(name, { name, type: derivation.type, initial: { kind: "given" } });
    return { name, type: derivation.type };
  }

  /** What a value has become. */
  #standing(value: Value): Value {
    let standing = value;
    for (let next = this.#instead.get(value.name); next !== undefined; next = this.#instead.get(next.name)) {
      standing = next;
    }
    if (standing !== value) this.#instead.set(value.name, standing);
    return standing;
  }

  #present(cell: Cell): Node {
    if (!cell.isStale) return cell.node;
    cell.isStale = false;
    cell.node = { ...cell.node, inputs: mapOperands(cell.node.inputs, (value) => this.#standing(value)) };
    return cell.node;
  }

  #canStandFor(old: Value, value: Value | undefined): boolean {
    if (value === undefined || value.name === old.name || !this.isOutput(old)) return true;
    return !this.#isGiven(value.name) && !this.isOutput(value);
  }

  #isGiven(name: string): boolean {
    return this.#inputs.has(name) || this.#parameters.has(name);
  }

  /** Whoever reads the old value reads the other from now on. */
  #redirect(old: Value, value: Value | undefined, node: Node): void {
    if (value === undefined) {
      if (this.isRead(old)) throw new Error(`"${old.name}" of "${node.name}" is read, and a rule takes it away`);
      return;
    }
    if (!sameType(value.type, old.type)) {
      throw new Error(`a rule makes ${printType(value.type)} of "${node.name}", which gives ${printType(old.type)}`);
    }
    const readers = this.#readers.get(old.name) ?? new Map<Cell, number>();
    for (const cell of readers.keys()) this.#enqueueCell(cell);
    if (value.name === old.name) return;
    this.#instead.set(old.name, value);
    this.#readers.delete(old.name);
    for (const [cell, count] of readers) {
      cell.isStale = true;
      this.#addReads(value, cell, count);
    }
    const output = this.#outputNames.get(old.name);
    if (output === undefined) return;
    this.#outputNames.delete(old.name);
    this.#outputNames.set(value.name, output);
    this.#outputs.set(output, value);
  }

  /** Takes out the node that gives the value, and then what that alone read, if nothing reads what it gives any more. */
  #removeUnread(value: Value): void {
    const open = [value];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const cell = this.#producers.get(next.name);
      if (cell === undefined || outputValues(cell.node).some((output) => this.isRead(output))) continue;
      const operands = inputValues(this.#present(cell));
      this.#remove(cell);
      for (const operand of operands) {
        open.push(operand);
        this.#enqueueAround(operand);
      }
    }
  }

  /** What reads a value has changed. */
  #enqueueAround(value: Value): void {
    this.#enqueueCell(this.#producers.get(value.name));
    if (this.isReadOnce(value)) this.#enqueueCell([...this.#readers.get(value.name)!.keys()][0]);
  }

  #enqueueCell(cell: Cell | undefined): void {
    if (cell === undefined || cell.isQueued) return;
    cell.isQueued = true;
    this.#queue.push(cell);
  }

  /** A cell that stands nowhere yet, though what the node reads knows of it. */
  #readBy(node: Node): Cell {
    const cell: Cell = { node, before: this.#head, after: this.#head, isQueued: false, isStale: false };
    for (const value of inputValues(node)) this.#addReads(value, cell, 1);
    return cell;
  }

  #addReads({ name }: Value, cell: Cell, count: number): void {
    let readers = this.#readers.get(name);
    if (readers === undefined) this.#readers.set(name, (readers = new Map()));
    readers.set(cell, (readers.get(cell) ?? 0) + count);
  }

  #insert(cell: Cell, after: Cell): void {
    this.#size += 1;
    if (this.#size > MOST_NODES) throw new GraphTooLargeError({ graph: this.#model.graph.name, limit: MOST_NODES });
    const name = this.#freeNodeName(cell.node.name);
    if (name !== cell.node.name) cell.node = { ...cell.node, name };
    this.#nodeNames.add(name);
    for (const value of outputValues(cell.node)) {
      if (this.#producers.has(value.name)) throw new Error(`two values are called "${value.name}"`);
      this.#producers.set(value.name, cell);
      this.#valueNames.add(value.name);
    }
    cell.before = after.before;
    cell.after = after;
    cell.before.after = cell;
    cell.after.before = cell;
    this.#enqueueCell(cell);
  }

  #remove(cell: Cell): void {
    this.#size -= 1;
    this.#nodeNames.delete(cell.node.name);
    for (const { name } of outputValues(cell.node)) this.#producers.delete(name);
    for (const { name } of inputValues(this.#present(cell))) {
      const readers = this.#readers.get(name);
      readers?.delete(cell);
      if (readers?.size === 0) this.#readers.delete(name);
    }
    cell.before.after = cell.after;
    cell.after.before = cell.before;
  }
}
