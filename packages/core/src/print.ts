/** A graph as text, one node a line. Graphs with the same text differ at most in how parameters start (`Parameter.initial`). */
import { type Graph, type Node, type Value, inputValues, outputValues } from "./graph.js";
import { printType } from "./tensor.js";

/** `encoder1/relu: float32[1x64x8x8] = relu(encoder1/add)`, after the inputs and the parameters; ` as` and its name behind a node called otherwise than its first output. */
export function printGraph(graph: Graph): string {
  const typed = ({ name, type }: Value): string => `${name}: ${printType(type)}`;
  return [
    `graph ${graph.name}`,
    ...graph.inputs.map((input) => `input ${typed(input)}`),
    ...graph.parameters.map((parameter) => `parameter ${typed(parameter)}`),
    ...graph.nodes.map((node) => `${outputValues(node).map(typed).join(", ")} = ${printCall(node)}${printName(node)}`),
    ...graph.outputs.map(({ name }) => `output ${name}`),
    "",
  ].join("\n");
}

function printCall(node: Node): string {
  const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${node.op.name}(${[...inputValues(node).map(({ name }) => name), ...attributes].join(", ")})`;
}

function printName(node: Node): string {
  return node.name === outputValues(node)[0]!.name ? "" : ` as ${node.name}`;
}
