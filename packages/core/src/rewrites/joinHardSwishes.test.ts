import { describe, expect, test } from "vitest";
import type { SymbolicTensor } from "../builder.js";
import { add, clip, div, hardSigmoid, hardSwishOp, max, min, mul, relu } from "../ops/index.js";
import { givenWeights } from "../weights.js";
import { joinHardSwishes } from "./joinHardSwishes.js";
import { type Expression, expressionModel, rewrittenExpression } from "./recognition.test.fixture.js";

const SHAPE = [1, 3, 4, 5];
const everywhere = joinHardSwishes(() => true);
/** As opsets before 14 have it. */
const withoutSwish = joinHardSwishes(({ op }) => op !== hardSwishOp);

const held = (x: SymbolicTensor, n: (value: number) => SymbolicTensor) => clip({ min: 0, max: 6 })(add()(x, n(3)));

const swishes: Readonly<Record<string, Expression>> = {
  "x clip / 6": (x, n) => div()(mul()(x, held(x, n)), n(6)),
  "clip x / 6": (x, n) => div()(mul()(held(x, n), x), n(6)),
  "x clip times a sixth": (x, n) => mul()(mul()(x, held(x, n)), n(1 / 6)),
  "a sixth times x clip": (x, n) => mul()(n(1 / 6), mul()(x, held(x, n))),
  "x times clip / 6": (x, n) => mul()(x, div()(held(x, n), n(6))),
  "a sixth of the clip times x": (x, n) => mul()(mul()(n(1 / 6), held(x, n)), x),
  "x / 6 times clip": (x, n) => mul()(div()(x, n(6)), held(x, n)),
  "3 + x, held by a rectifier and a limit": (x, n) =>
    div()(mul()(x, min()(relu()(add()(n(3), x)), n(6))), n(6, [1, 1, 1])),
  "held by two limits": (x, n) => mul()(x, div()(min()(n(6), max()(n(0), add()(x, n(3)))), n(6))),
};

describe.each(Object.entries(swishes))("%s", (_, expression) => {
  test("is one hard swish", () => {
    expect(rewrittenExpression(expressionModel(expression, SHAPE), everywhere)).toMatchObject({
      ops: ["hardSwish"],
      wrong: [],
    });
  });

  test("is a hard sigmoid and a product where there is none", () => {
    expect(rewrittenExpression(expressionModel(expression, SHAPE), withoutSwish)).toMatchObject({
      ops: ["hardSigmoid", "mul"],
      wrong: [],
    });
  });

  test("stays where there is neither", () => {
    const rewrite = joinHardSwishes(() => false);
    expect(rewrittenExpression(expressionModel(expression, SHAPE), rewrite).isSame).toBe(true);
  });
});

test("In float16 a sixth is what is nearest to it", () => {
  const model = expressionModel((x, n) => mul()(mul()(x, held(x, n)), n(1 / 6)), SHAPE, "float16");
  expect(rewrittenExpression(model, everywhere).ops).toEqual(["hardSwish"]);
});

test.each<[string, Expression]>([
  ["clip / 6", (x, n) => div()(held(x, n), n(6))],
  ["clip times a sixth", (x, n) => mul()(n(1 / 6), held(x, n))],
  ["another line to another limit", (x, n) => div()(clip({ min: 0, max: 5 })(add()(x, n(2))), n(5))],
  ["a line held between 0 and 1", (x, n) => clip({ min: 0, max: 1 })(add()(mul()(x, n(0.2)), n(0.5)))],
  ["a line divided", (x, n) => clip({ min: 0, max: 1 })(add()(n(0.5), div()(x, n(5))))],
])("%s is one hard sigmoid", (_, expression) => {
  expect(rewrittenExpression(expressionModel(expression, SHAPE), everywhere)).toMatchObject({
    ops: ["hardSigmoid"],
    wrong: [],
  });
});

test("x times its hard sigmoid is a hard swish if the line is that one", () => {
  const product =
    (alpha: number): Expression =>
    (x) =>
      mul()(hardSigmoid({ alpha, beta: 0.5 })(x), x);
  expect(rewrittenExpression(expressionModel(product(1 / 6), SHAPE), everywhere).ops).toEqual(["hardSwish"]);
  expect(rewrittenExpression(expressionModel(product(0.2), SHAPE), everywhere).isSame).toBe(true);
});

test.each<[string, Expression]>([
  ["another number in the sum", (x, n) => div()(mul()(x, clip({ min: 0, max: 6 })(add()(x, n(3.001)))), n(6))],
  ["another limit", (x, n) => div()(mul()(x, clip({ min: 0, max: 6.001 })(add()(x, n(3)))), n(6))],
  ["a limit below 0", (x, n) => div()(mul()(x, clip({ min: -0.001, max: 6 })(add()(x, n(3)))), n(6))],
  ["another divisor", (x, n) => div()(mul()(x, held(x, n)), n(6.001))],
  ["another factor", (x, n) => mul()(held(x, n), n(0.1667))],
  ["a number divided by it", (x, n) => div()(n(6), held(x, n))],
  ["a number for each channel", (x, n) => div()(mul()(x, clip({ min: 0, max: 6 })(add()(x, n(3, [3, 1, 1])))), n(6))],
  ["other numbers than x in the sum", (x, n) => div()(mul()(x, held(relu()(x), n)), n(6))],
  ["a divisor of 0", (x, n) => clip({ min: 0, max: 1 })(add()(div()(x, n(0)), n(0.5)))],
  [
    "an infinite sum",
    (x, n) =>
      div()(
        held(x, () => n(Infinity)),
        n(6),
      ),
  ],
  ["a limit that is next to nothing", (x, n) => div()(clip({ min: 0, max: 1e-45 })(add()(x, n(3))), n(1e-45))],
  ["numbers that make it larger", (x, n) => div()(mul()(x, held(x, n)), n(6, [2, 1, 1, 1, 1]))],
])("%s: it stays", (_, expression) => {
  expect(rewrittenExpression(expressionModel(expression, SHAPE), everywhere).isSame).toBe(true);
});

test("What is read elsewhere stays", () => {
  const model = expressionModel((x, n) => {
    const inner = held(x, n);
    return { y: div()(mul()(x, inner), n(6)), inner };
  }, SHAPE);
  expect(rewrittenExpression(model, everywhere).isSame).toBe(true);
  const read = expressionModel((x, n) => {
    const inner = held(x, n);
    return add()(div()(mul()(x, inner), n(6)), inner);
  }, SHAPE);
  expect(rewrittenExpression(read, everywhere).isSame).toBe(true);
});

test("Without weights nothing is known of numbers", () => {
  const { graph } = expressionModel((x, n) => div()(held(x, n), n(6)), SHAPE);
  const model = { graph, weights: givenWeights(new Map()) };
  expect(everywhere.run(model)).toBe(model);
});
