/** A graph as text, one node a line; two graphs with the same text are the same. */
import { type Graph, type Node, type Value, inputValues, outputValues } from "./graph.js";
import { printType } from "./tensor.js";

/** `encoder1/relu: float32[1x64x8x8] = relu(encoder1/add)`, after the inputs and the parameters. */
export function printGraph(graph: Graph): string {
  const typed = ({ name, type }: Value): string => `${name}: ${printType(type)}`;
  return [
    `graph ${graph.name}`,
    ...graph.inputs.map((input) => `input ${typed(input)}`),
    ...graph.parameters.map((parameter) => `parameter ${typed(parameter)}`),
    ...graph.nodes.map((node) => `${outputValues(node).map(typed).join(", ")} = ${printCall(node)}`),
    ...graph.outputs.map(({ name }) => `output ${name}`),
    "",
  ].join("\n");
}

function printCall(node: Node): string {
  const attributes = Object.entries(node.attributes).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${node.op.name}(${[...inputValues(node).map(({ name }) => name), ...attributes].join(", ")})`;
}
