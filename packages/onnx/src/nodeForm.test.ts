import {
  type Graph,
  GraphBuilder,
  type Layer,
  depthToSpace,
  float32,
  gelu,
  hardSwish,
  layerNorm,
} from "@linknet-kit/core";
import { expect, test } from "vitest";
import { InexpressibleNodeError, canWriteIn, findForm, writeForm } from "./nodeForm.js";
import { lowerGraph } from "./targets.js";

function interleave(block: number | readonly [number, number]): Graph {
  const builder = new GraphBuilder("g");
  const x = builder.input("x", float32(1, 4, 2, 2));
  return builder.build({ y: builder.scope("up", () => depthToSpace({ block })(x)) });
}

test("What no operator says of a node is told with its name and the reason", () => {
  const [node] = interleave([2, 1]).nodes;
  expect(findForm(node!, 17)).toBeUndefined();
  expect(() => writeForm(node!, 17)).toThrow(InexpressibleNodeError);
  expect(() => writeForm(node!, 17)).toThrow(
    'node "up/depthToSpace": ONNX cannot express this depthToSpace: there is no block of 2x1',
  );
});

test("A lowered graph has what can be said in its own operator, and what cannot in others", () => {
  const operatorsOf = (graph: Graph) =>
    lowerGraph(graph, "onnxruntime").nodes.map((node) => writeForm(node, 17).form.operator);
  expect(operatorsOf(interleave(2))).toEqual(["DepthToSpace"]);
  expect(operatorsOf(interleave([2, 1]))).toEqual(["Reshape", "Transpose", "Reshape"]);
});

test.each<[string, Layer, number]>([
  ["hard swish", hardSwish(), 14],
  ["layer norm", layerNorm(), 17],
  ["GELU", gelu(), 20],
])("A %s can be written since the opset that has it", (_, layer, first) => {
  const builder = new GraphBuilder("g");
  const [node] = builder.build({ y: layer(builder.input("x", float32(1, 4, 2))) }).nodes;
  expect([first - 1, first].map((opset) => canWriteIn(opset)(node!))).toEqual([false, true]);
});

test("A layer norm along other axes than the last cannot", () => {
  const builder = new GraphBuilder("g");
  const [node] = builder.build({ y: layerNorm({ axes: 1 })(builder.input("x", float32(1, 4, 2))) }).nodes;
  expect(canWriteIn(21)(node!)).toBe(false);
});
