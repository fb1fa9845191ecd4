/**
 * What holds of every graph, however it was made. `GraphBuilder` and rewrites keep to it, so that nothing else asks:
 *
 * - Inputs, parameters and the outputs of nodes have a name each, which no other value has; nodes have one that no other node has.
 * - A node reads inputs, parameters and what nodes before it give, and knows their types.
 * - Its op takes such operands and attributes; these are canonical, and its outputs are of the types that the op infers.
 * - Outputs of the graph are its values, none of them twice.
 * - Every parameter is read.
 */
import { checkNode, checkShape } from "./checkedNode.js";
import { type Graph, type Node, type Value, inputValues, outputValues } from "./graph.js";
import { indexOf } from "./graphIndex.js";
import { type TensorType, printType, sameType } from "./tensor.js";

/** A plain error that says the first thing which does not hold: a bug in what made the graph. */
export function checkGraph(graph: Graph): void {
  const types = new Map<string, TensorType>();
  const nodeNames = new Set<string>();
  const declare = ({ name, type }: Value): void => {
    require(!types.has(name), `two values are called "${name}"`);
    checkShape(name, type);
    types.set(name, type);
  };
  const known = ({ name, type }: Value, reader: string): void => {
    const given = types.get(name);
    require(given !== undefined, `${reader} reads "${name}" before anything gives it`);
    require(sameType(given!, type), `${reader} takes "${name}" for ${printType(type)}, it is ${printType(given!)}`);
  };
  for (const value of [...graph.inputs, ...graph.parameters]) declare(value);
  for (const node of graph.nodes) {
    require(!nodeNames.has(node.name), `two nodes are called "${node.name}"`);
    nodeNames.add(node.name);
    for (const value of inputValues(node)) known(value, node.name);
    checkByOp(node);
    for (const value of outputValues(node)) declare(value);
  }
  for (const output of graph.outputs) known(output, "the graph");
  require(new Set(graph.outputs.map(({ name }) => name)).size === graph.outputs.length, "a value is an output twice");
  const unread = graph.parameters.find((parameter) => !indexOf(graph).isRead(parameter));
  require(unread === undefined, `nothing reads the parameter "${unread?.name}"`);
}

function checkByOp(node: Node): void {
  const { types, ...made } = checkNode(node);
  for (const facet of ["inputs", "attributes"] as const) {
    require(JSON.stringify(made[facet]) ===
      JSON.stringify(node[facet]), `${node.name} has other ${facet} than its op makes`);
  }
  require(Object.keys(node.outputs).join() === node.op.results.join(), `${node.name} has not the outputs of its op`);
  for (const [output, { type }] of Object.entries(node.outputs)) {
    const inferred = types[output]!;
    require(sameType(type, inferred), `${node.name} gives ${printType(inferred)}, the graph says ${printType(type)}`);
  }
}

function require(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`not a graph: ${problem}`);
}
