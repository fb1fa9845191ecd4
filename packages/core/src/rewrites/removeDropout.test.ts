import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { dropout2d, relu } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32, floatTensor } from "../tensor.js";
import { initialWeights } from "../weights.js";
import { removeDropout } from "./removeDropout.js";
import { rewrittenGraph } from "./equivalence.test.fixture.js";

const image = float32(1, 1, 1, 2);

function start() {
  const builder = new GraphBuilder("net");
  return { builder, x: builder.input("x", image) };
}

test("Dropout in the middle is taken out, whatever follows reads its operand", () => {
  const { builder, x } = start();
  const graph = builder.build({ y: relu()(dropout2d({ rate: 0.1 })(dropout2d({ rate: 0.5 })(x))) });
  expect(printGraph(rewrittenGraph(graph, removeDropout))).toBe(
    ["graph net", "input x: float32[1x1x1x2]", "y: float32[1x1x1x2] = relu(x) as relu", "output y", ""].join("\n"),
  );
});

test("Dropout at the end gives its name to its operand", () => {
  const { builder, x } = start();
  const graph = builder.build({ y: dropout2d({ rate: 0.1 })(relu()(x)) });
  expect(printGraph(rewrittenGraph(graph, removeDropout))).toBe(
    ["graph net", "input x: float32[1x1x1x2]", "y: float32[1x1x1x2] = relu(x) as relu", "output y", ""].join("\n"),
  );
});

test("Dropout between an input and an output becomes an identity, and so does one of two outputs that would be the same value", () => {
  const { builder, x } = start();
  const rectified = relu()(x);
  const graph = builder.build({
    same: dropout2d({ rate: 0.1 })(x),
    a: dropout2d({ rate: 0.1 })(rectified),
    b: dropout2d({ rate: 0.1 })(rectified),
  });
  const changed = rewrittenGraph(graph, removeDropout);
  expect(changed.nodes.map(({ op }) => op.name)).toEqual(["relu", "identity", "identity"]);
  const inputs = { x: floatTensor([1, 1, 1, 2], [-1, 2]) };
  const before = evaluate({ graph, weights: initialWeights(0) }, inputs);
  expect(evaluate({ graph: changed, weights: initialWeights(0) }, inputs)).toEqual(before);
});
