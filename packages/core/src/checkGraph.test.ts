import { expect, test } from "vitest";
import { GraphBuilder } from "./builder.js";
import { checkGraph } from "./checkGraph.js";
import type { Graph, Node } from "./graph.js";
import { conv2d, maxPool2d, relu } from "./ops/index.js";
import { reluOp } from "./ops/relu.js";
import { float32 } from "./tensor.js";

function graphOf(): Graph {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 4, 4));
  return builder.build({ y: maxPool2d({ kernel: 2, stride: 2 })(relu()(conv2d({ filters: 1, kernel: 1 })(x))) });
}

const graph = graphOf();
const [convolution, rectified, pooled] = graph.nodes as [Node, Node, Node];
const withNodes = (...nodes: readonly Node[]): Graph => ({ ...graph, nodes });
const [weight, bias] = graph.parameters as [Graph["parameters"][number], Graph["parameters"][number]];
const x = graph.inputs[0]!;
const other = float32(1, 1, 5, 5);

test("What a builder made is a graph", () => {
  expect(() => checkGraph(graph)).not.toThrow();
});

test.each<[string, Graph]>([
  ['two values are called "x"', { ...graph, parameters: [weight, bias, { ...weight, name: "x" }] }],
  [
    'two values are called "conv2d"',
    withNodes(convolution, { ...rectified, outputs: { y: { ...rectified.outputs["y"]!, name: "conv2d" } } }, pooled),
  ],
  ['two nodes are called "relu"', withNodes(convolution, rectified, { ...pooled, name: "relu" })],
  ['relu reads "conv2d" before anything gives it', withNodes(rectified, convolution, pooled)],
  ['maxPool2d reads "relu" before anything gives it', withNodes(convolution, pooled)],
  [
    'relu takes "x" for float32[1x1x5x5]',
    withNodes(convolution, { ...rectified, inputs: { x: { ...x, type: other } } }, pooled),
  ],
  [
    "relu gives float32[1x1x4x4], the graph says float32[1x1x5x5]",
    withNodes(convolution, { ...rectified, outputs: { y: { name: "relu", type: other } } }, pooled),
  ],
  [
    "maxPool2d has other attributes than its op makes",
    withNodes(convolution, rectified, { ...pooled, attributes: { ...pooled.attributes, stride: 2 } }),
  ],
  [
    "maxPool2d has not the outputs of its op",
    withNodes(convolution, rectified, { ...pooled, outputs: { y: pooled.outputs["y"]! } }),
  ],
  [
    "expected float32 or float16",
    {
      ...graph,
      inputs: [{ ...x, type: { ...x.type, dtype: "uint8" } }],
      nodes: [{ ...rectified, inputs: { x: { ...x, type: { ...x.type, dtype: "uint8" } } } }],
    },
  ],
  ['the graph reads "z" before anything gives it', { ...graph, outputs: [{ name: "z", type: other }] }],
  ["a value is an output twice", { ...graph, outputs: [...graph.outputs, ...graph.outputs] }],
  ['nothing reads the parameter "more"', { ...graph, parameters: [weight, bias, { ...weight, name: "more" }] }],
  ["is not made of whole numbers", { ...graph, inputs: [{ ...x, type: float32(1, -1) }] }],
  [
    'relu has no input "slope"',
    withNodes(convolution, { ...rectified, op: reluOp, inputs: { ...rectified.inputs, slope: x } }, pooled),
  ],
])("%s", (problem, broken) => {
  expect(() => checkGraph(broken)).toThrow(problem);
});
