/** A graph that rules change node by node, at the price of what is changed alone. */
import { type NodeSpec, checkNode, checkShape, valueNames } from "../checkedNode.js";
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
import { LiveReading, type NodePlace } from "./liveReading.js";
import { NodeList } from "./nodeList.js";

export class GraphEditor extends LiveReading implements Edit {
  /** How many nodes were replaced or bypassed. */
  edits = 0;
  readonly #model: Model;
  readonly #nodes: NodeList;
  readonly #parameters: Map<string, Parameter>;
  readonly #names = new Set<string>();
  readonly #freeName = nameFinder((name) => this.#names.has(name));
  /** Nodes that will stand in front of the next one that is replaced or bypassed. */
  #appended: Node[] = [];
  #derived: DerivedWeights | undefined;

  constructor(model: Model) {
    super(model.graph);
    const { name, inputs, parameters, nodes } = model.graph;
    this.#model = model;
    this.#nodes = new NodeList(name);
    this.#parameters = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    for (const value of [...inputs, ...parameters, ...nodes.flatMap(outputValues)]) this.#names.add(value.name);
    for (const node of nodes) {
      const place = this.#nodes.place(node);
      this.#nodes.insert(place, this.#nodes.end);
      this.addReads(place);
      this.addOutputs(place);
    }
  }

  /** The next node to look at. */
  next(): Node | undefined {
    for (let place = this.#nodes.dequeue(); place !== undefined; place = this.#nodes.dequeue()) {
      if (this.placeOf(outputValues(place.node)[0]!) === place) return this.present(place);
    }
    return undefined;
  }

  /** Has the node, or what stands in its place, looked at again. */
  enqueue(node: Node): void {
    for (const value of outputValues(node)) this.#nodes.enqueue(this.placeOf(value));
  }

  /** Nodes that were appended must stand in front of one that was replaced or bypassed. */
  requirePlaced({ name }: Node): void {
    if (this.#appended.length > 0) throw new Error(`a rule appends nodes at "${name}" and puts them nowhere`);
  }

  append(given: NodeSpec, names: Readonly<Record<string, string>> = {}): Readonly<Record<string, Value>> {
    const spec = { ...given, inputs: mapOperands(given.inputs, (value) => this.standing(value)) };
    const { types, ...checked } = checkNode(spec);
    const outputs = valueNames(spec, {}).map(([output, wanted]): [string, Value] => {
      const value = { name: names[output] ?? this.#freeName(wanted), type: types[output]! };
      if (this.isGiven(value)) throw new Error(`two values are called "${value.name}"`);
      checkShape(value.name, value.type);
      this.#names.add(value.name);
      return [output, value];
    });
    const node = { name: spec.name, op: spec.op, ...checked, outputs: Object.fromEntries(outputs) };
    this.#appended.push(node);
    return node.outputs;
  }

  replace(node: Node, by: NodeSpec): void {
    const names = mapRecord(node.outputs, ({ name }) => name);
    this.bypass(node, this.append(by, names));
  }

  bypass(node: Node, given: Readonly<Record<string, Value>>): void {
    const appended = this.#appended.splice(0);
    const values = mapRecord(given, (value) => this.standing(value));
    const outputs = Object.entries(node.outputs);
    if (!outputs.every(([output, value]) => this.#canStandFor(value, values[output]))) return;
    this.edits += 1;
    const removed = this.placeOf(outputs[0]![1])!;
    const { after } = removed;
    const operands = this.#remove(removed);
    const added = appended.map((each) => this.#nodes.place(each));
    for (const place of added) this.addReads(place);
    for (const [output, value] of outputs) this.#putInstead(value, values[output], node);
    this.#removeUnread(operands);
    for (const place of added) {
      this.#nodes.insert(place, after);
      this.addOutputs(place);
      for (const operand of inputValues(place.node)) this.#nodes.enqueue(this.placeOf(operand));
    }
    this.#enqueueAround(operands);
  }

  derive<Source extends string>(wanted: string, derivation: Derivation<Source>): Value {
    const name = this.#freeName(wanted);
    this.#names.add(name);
    this.addParameter(name);
    return this.#setParameter(name, derivation);
  }

  revise<Source extends string>({ name, type }: Value, derivation: Omit<Derivation<Source>, "type">): Value {
    return this.#setParameter(name, { ...derivation, type });
  }

  /** The model as it is now, parameters that nothing reads left out. */
  finish(): Model {
    if (this.edits === 0) return this.#model;
    const { name, inputs } = this.#model.graph;
    const nodes = this.#nodes.places().map((place) => this.present(place));
    const parameters = [...this.#parameters.values()].filter((parameter) => this.isRead(parameter));
    const graph = this.#withNamedOutputs({ name, inputs, parameters, nodes, outputs: this.outputs });
    return { graph, weights: this.#derived ?? this.#model.weights };
  }

  #withNamedOutputs(graph: Graph): Graph {
    const nameOf = (value: Value): string => this.outputName(value) ?? value.name;
    if (graph.outputs.every((value) => nameOf(value) === value.name)) return graph;
    return replaceValues(graph, (value) => ({ ...value, name: nameOf(value) }));
  }

  #setParameter<Source extends string>(name: string, derivation: Derivation<Source>): Value {
    const { type } = derivation;
    this.#derived ??= new DerivedWeights(this.#model);
    this.#derived.derive(name, derivation);
    this.#parameters.set(name, { name, type, initial: { kind: "given" } });
    return { name, type };
  }

  #canStandFor(old: Value, value: Value | undefined): boolean {
    if (value === undefined || value.name === old.name || !this.isOutput(old)) return true;
    return !this.isGiven(value) && !this.isOutput(value);
  }

  #putInstead(old: Value, value: Value | undefined, node: Node): void {
    if (value === undefined) {
      if (this.isRead(old)) throw new Error(`"${old.name}" of "${node.name}" is read, and a rule takes it away`);
      return;
    }
    if (!sameType(value.type, old.type)) {
      throw new Error(`a rule makes ${printType(value.type)} of "${node.name}", which gives ${printType(old.type)}`);
    }
    for (const place of this.placesReading(old)) this.#nodes.enqueue(place);
    if (value.name !== old.name) this.redirect(old, value);
  }

  /** Takes out the nodes that give these values, and then what they alone read, where nothing reads what they give any more. */
  #removeUnread(values: readonly Value[]): void {
    const open = [...values];
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      const place = this.placeOf(value);
      if (place === undefined || outputValues(place.node).some((output) => this.isRead(output))) continue;
      const operands = this.#remove(place);
      this.#enqueueAround(operands);
      for (const operand of operands) open.push(operand);
    }
  }

  /** Answers what the node read. */
  #remove(place: NodePlace): readonly Value[] {
    const operands = inputValues(this.present(place));
    this.remove(place);
    this.#nodes.remove(place);
    return operands;
  }

  /** Fewer nodes than before read these values. */
  #enqueueAround(values: readonly Value[]): void {
    for (const value of values) {
      this.#nodes.enqueue(this.placeOf(value));
      if (this.isReadOnce(value)) for (const place of this.placesReading(value)) this.#nodes.enqueue(place);
    }
  }
}
