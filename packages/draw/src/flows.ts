/** Which boxes hand values to which: edges between the entries of each open module, and through the borders of modules. */
import { type Graph, type Value, inputValues, outputValues } from "@linknet-kit/core";
import type { Entry, Module } from "./tree.js";

/** A value that enters or leaves the graph. */
export interface GraphEnd {
  readonly kind: "input" | "output";
  readonly id: string;
  readonly value: Value;
}

/** Where values come into an open module, one for each box that gives them, or leave it, one for all. */
export interface Port {
  readonly kind: "in" | "out";
  readonly id: string;
  /** The box that gives what comes in. */
  readonly from: string;
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  /** Each once. */
  readonly values: Map<string, Value>;
}

/** What is drawn inside an open module besides its entries. */
export interface Inside {
  readonly ports: Map<string, Port>;
  readonly flows: Map<string, Flow>;
}

export interface Flows {
  readonly terminals: readonly GraphEnd[];
  /** By the id of each open module. */
  readonly insides: ReadonlyMap<string, Inside>;
}

/** From the root to a box: open modules, and the box at the end. */
type Chain = readonly string[];

/** In time linear in the nodes. Parameters are no boxes: what reads them shows their shapes. */
export function traceFlows(graph: Graph, root: Module, isOpen: (module: Module) => boolean): Flows {
  const chains = chainsOf(root, isOpen);
  const insides = new Map<string, Inside>();
  const insideOf = (id: string): Inside => {
    const known = insides.get(id);
    if (known !== undefined) return known;
    const made: Inside = { ports: new Map(), flows: new Map() };
    insides.set(id, made);
    return made;
  };
  const inputs = graph.inputs.map((value, index): GraphEnd => ({ kind: "input", id: `input ${index}`, value }));
  const outputs = graph.outputs.map((value, index): GraphEnd => ({ kind: "output", id: `output ${index}`, value }));
  const givers = new Map<string, Chain>();
  for (const { id, value } of inputs) givers.set(value.name, [root.id, id]);
  graph.nodes.forEach((node, position) => {
    for (const { name } of outputValues(node)) givers.set(name, chains.get(position)!);
  });
  const trace = (value: Value, reader: Chain): void => {
    const giver = givers.get(value.name);
    if (giver !== undefined) addFlow(insideOf, value, giver, reader);
  };
  graph.nodes.forEach((node, position) => {
    for (const value of inputValues(node)) trace(value, chains.get(position)!);
  });
  for (const { id, value } of outputs) trace(value, [root.id, id]);
  return { terminals: [...inputs, ...outputs], insides };
}

function chainsOf(root: Module, isOpen: (module: Module) => boolean): ReadonlyMap<number, Chain> {
  const chains = new Map<number, Chain>();
  const walk = (entry: Entry, above: Chain): void => {
    const chain = [...above, entry.id];
    if (entry.kind === "node") chains.set(entry.position, chain);
    else if (isOpen(entry)) for (const child of entry.children) walk(child, chain);
    else for (const position of entry.positions) chains.set(position, chain);
  };
  walk(root, []);
  return chains;
}

function addFlow(insideOf: (id: string) => Inside, value: Value, giver: Chain, reader: Chain): void {
  const parting = giver.findIndex((id, at) => reader[at] !== id);
  // A folded module hands values to itself unseen.
  if (parting < 0) return;
  add(insideOf(giver[parting - 1]!), giver[parting]!, reader[parting]!, value);
  for (let at = parting; at + 1 < giver.length; at += 1) {
    const inside = insideOf(giver[at]!);
    const port: Port = { kind: "out", id: `out ${giver[at]}`, from: giver[at]! };
    inside.ports.set(port.id, port);
    add(inside, giver[at + 1]!, port.id, value);
  }
  for (let at = parting; at + 1 < reader.length; at += 1) {
    const inside = insideOf(reader[at]!);
    const from = giver.at(-1)!;
    const port: Port = { kind: "in", id: `in ${reader[at]} ${from}`, from };
    inside.ports.set(port.id, port);
    add(inside, port.id, reader[at + 1]!, value);
  }
}

function add({ flows }: Inside, from: string, to: string, value: Value): void {
  const key = `${from}>${to}`;
  const flow = flows.get(key) ?? { from, to, values: new Map<string, Value>() };
  flow.values.set(value.name, value);
  flows.set(key, flow);
}
