import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import type { Value } from "../graph.js";
import { named } from "../layers.js";
import { add, conv2d, maxPool2dWithIndices, maxUnpool2d, relu } from "../ops/index.js";
import { maxPool2dOp } from "../ops/maxPool2d.js";
import { preluOp } from "../ops/prelu.js";
import { reluOp } from "../ops/relu.js";
import { printGraph } from "../print.js";
import { float32 } from "../tensor.js";
import { type Pass, passes, rewriteNodes } from "./pass.js";

function network() {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(1, 1, 4, 4));
  const rectified = relu()(named("a", conv2d({ filters: 1, kernel: 1 }))(x));
  const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(rectified);
  return builder.build({ y: add()(rectified, maxUnpool2d({ kernel: 2, stride: 2, size: [4, 4] })(y, indices)) });
}

/** Every ReLU as a PReLU of slope 0. */
const withoutRelu: Pass = (graph) =>
  rewriteNodes(graph, (node, { builder, copy }) => {
    if (node.op !== reluOp) return copy();
    const slope = builder.parameter(`${node.name}/slope`, {
      type: float32(1),
      initial: { kind: "constant", value: 0 },
    });
    return builder.append({ ...node, op: preluOp, inputs: { x: node.inputs["x"], slope } });
  });

test("Copying every node gives the same graph", () => {
  const graph = network();
  expect(printGraph(rewriteNodes(graph, (_, { copy }) => copy()))).toBe(printGraph(graph));
});

test("A node that is replaced is replaced for all who read it", () => {
  const text = printGraph(network());
  expect(printGraph(withoutRelu(network()))).toBe(
    text
      .replace("relu: float32[1x1x4x4] = relu(a/conv2d)", "relu: float32[1x1x4x4] = prelu(a/conv2d, relu/slope)")
      .replace(/(?=^a\/conv2d:)/m, "parameter relu/slope: float32[1]\n"),
  );
});

test("What a removed node gave can still be asked for by its old value, if something took its place", () => {
  const seen: string[] = [];
  rewriteNodes(network(), (node, { copy, present }) => {
    const x = node.inputs["x"] as Value;
    if (node.op === reluOp) return { y: x };
    if (node.op === maxPool2dOp) seen.push(x.name, present({ ...x, name: "relu" }).name);
    return copy();
  });
  expect(seen).toEqual(["a/conv2d", "a/conv2d"]);
});

test("A node that is removed while something reads it is a bug", () => {
  expect(() => rewriteNodes(network(), (node, { copy }) => (node.op === reluOp ? {} : copy()))).toThrow(
    '"relu" is no value of the graph "net"',
  );
});

test("Passes run one after the other", () => {
  const order: string[] = [];
  const noting =
    (name: string): Pass =>
    (graph) => {
      order.push(name);
      return graph;
    };
  const graph = network();
  expect(passes(noting("first"), noting("second"))(graph)).toBe(graph);
  expect(order).toEqual(["first", "second"]);
});
