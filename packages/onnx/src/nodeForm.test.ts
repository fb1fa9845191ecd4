import { type Graph, GraphBuilder, depthToSpace, float32 } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { InexpressibleNodeError, findForm, writeForm } from "./nodeForm.js";
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
