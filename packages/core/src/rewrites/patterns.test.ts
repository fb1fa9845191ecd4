import { expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { indexOf } from "../graphIndex.js";
import { addOp } from "../ops/add.js";
import { add, mul, relu } from "../ops/index.js";
import { mulOp } from "../ops/mul.js";
import { reluOp } from "../ops/relu.js";
import { float32 } from "../tensor.js";
import { any, call, either, find, oneOf } from "./patterns.js";

const builder = new GraphBuilder("net");
const [x, z] = ["x", "z"].map((name) => builder.input(name, float32(2, 3))) as [
  ReturnType<GraphBuilder["input"]>,
  ReturnType<GraphBuilder["input"]>,
];
const rectified = relu()(x);
const y = mul()(rectified, x);
const w = add()(relu()(z), z);
const graph = builder.build({ y, w, v: relu()(w) });
const looking = { edit: indexOf(graph), numberOf: () => undefined };
const twice = either(mulOp, any("x"), call(reluOp, { x: any("x") }));

test("A letter is one value wherever it stands, and operands come in either order", () => {
  const found = find(graph.outputs[0]!, twice, looking);
  expect(found?.values["x"]?.name).toBe("x");
  expect(found?.nodes.map(({ op }) => op.name)).toEqual(["mul", "relu"]);
  expect(
    find(graph.outputs[0]!, either(mulOp, any("a"), call(reluOp, { x: any("b") })), looking)?.values,
  ).toMatchObject({
    a: { name: "x" },
    b: { name: "x" },
  });
});

test("Other ops are others, and the first alternative that fits counts", () => {
  expect(find(graph.outputs[1]!, twice, looking)).toBeUndefined();
  const sum = either(addOp, any("x"), call(reluOp, { x: any("x") }));
  expect(find(graph.outputs[1]!, oneOf(twice, sum), looking)?.values["x"]?.name).toBe("z");
});

test("What is read elsewhere, or is an output, is no part of an expression", () => {
  expect(find(graph.outputs[2]!, call(reluOp, { x: any("x") }), looking)).toBeDefined();
  expect(find(graph.outputs[2]!, call(reluOp, { x: either(addOp, any("a"), any("b")) }), looking)).toBeUndefined();
});
