import { describe, expect, test } from "vitest";
import type { SymbolicTensor } from "../builder.js";
import { add, div, erf, mul, pow, softplus, tanh } from "../ops/index.js";
import { joinGelus } from "./joinGelus.js";
import { type Expression, type Numbers, expressionModel, rewrittenExpression } from "./recognition.test.fixture.js";

const SHAPE = [2, 3, 5];
const everywhere = joinGelus(() => true);
const SLOPE = Math.sqrt(2 / Math.PI);

const share = (x: SymbolicTensor, n: Numbers) => add()(erf()(div()(x, n(Math.SQRT2))), n(1));
const bend = (x: SymbolicTensor, n: Numbers) => mul()(n(SLOPE), add()(x, mul()(n(0.044715), pow()(x, n(3)))));
const nearly = (x: SymbolicTensor, n: Numbers, bent: SymbolicTensor) =>
  mul()(mul()(n(0.5), x), add()(n(1), tanh()(bent)));

const gelus: Readonly<Record<string, Expression>> = {
  "x (1 + erf), halved": (x, n) => mul()(mul()(x, share(x, n)), n(0.5)),
  "halved by a division": (x, n) => div()(mul()(share(x, n), x), n(2)),
  "half x times (1 + erf)": (x, n) => mul()(mul()(n(0.5), x), add()(n(1), erf()(mul()(x, n(Math.SQRT1_2))))),
  "x times half of (1 + erf)": (x, n) => mul()(x, mul()(n(0.5), share(x, n))),
  "of a cube by a power": (x, n) => nearly(x, n, bend(x, n)),
  "of a cube by products": (x, n) => nearly(x, n, mul()(add()(x, mul()(mul()(x, mul()(x, x)), n(0.044715))), n(SLOPE))),
  "of a factor of a square": (x, n) =>
    nearly(x, n, mul()(mul()(x, n(SLOPE)), add()(n(1), mul()(mul()(x, n(0.044715)), x)))),
  "of a slope and a share of the square": (x, n) =>
    nearly(x, n, mul()(x, add()(mul()(mul()(x, x), n(0.044715 * SLOPE)), n(SLOPE)))),
  "of a share of x times its square": (x, n) =>
    nearly(x, n, mul()(n(SLOPE), add()(x, mul()(mul()(n(0.044715), x), mul()(x, x))))),
};

test.each(Object.entries(gelus))("A GELU: %s", (_, expression) => {
  const model = expressionModel(expression, SHAPE);
  expect(rewrittenExpression(model, everywhere)).toMatchObject({ ops: ["gelu"], wrong: [] });
  expect(
    rewrittenExpression(
      model,
      joinGelus(() => false),
    ).isSame,
  ).toBe(true);
});

test("In float16 too, whose numbers are as near as it has them", () => {
  for (const name of ["x (1 + erf), halved", "of a cube by a power"]) {
    const model = expressionModel(gelus[name]!, SHAPE, "float16");
    expect(rewrittenExpression(model, everywhere).ops).toEqual(["gelu"]);
  }
});

test("A mish", () => {
  for (const expression of [
    (x) => mul()(x, tanh()(softplus()(x))),
    (x) => mul()(tanh()(softplus()(x)), x),
  ] satisfies readonly Expression[]) {
    const model = expressionModel(expression, SHAPE);
    expect(rewrittenExpression(model, everywhere)).toMatchObject({ ops: ["mish"], wrong: [] });
  }
});

describe("Stays:", () => {
  test.each<[string, Expression]>([
    ["another root", (x, n) => mul()(mul()(x, add()(erf()(div()(x, n(1.42))), n(1))), n(0.5))],
    ["another sum", (x, n) => mul()(mul()(x, add()(erf()(div()(x, n(Math.SQRT2))), n(1.001))), n(0.5))],
    ["another half", (x, n) => mul()(mul()(x, share(x, n)), n(0.501))],
    ["of another tensor", (x, n) => mul()(mul()(tanh()(x), share(x, n)), n(0.5))],
    ["a root divided", (x, n) => mul()(mul()(x, add()(erf()(div()(n(Math.SQRT2), x)), n(1))), n(0.5))],
    ["another share of the cube", (x, n) => nearly(x, n, mul()(n(SLOPE), add()(x, mul()(n(0.0447), pow()(x, n(3))))))],
    ["another share of the square", (x, n) => nearly(x, n, mul()(x, add()(mul()(mul()(x, x), n(0.0357)), n(SLOPE))))],
    ["another power", (x, n) => nearly(x, n, mul()(n(SLOPE), add()(x, mul()(n(0.044715), pow()(x, n(2))))))],
    ["another slope", (x, n) => nearly(x, n, mul()(n(0.8), add()(x, mul()(n(0.044715), pow()(x, n(3))))))],
    [
      "a function that is read elsewhere",
      (x, n) => {
        const both = share(x, n);
        return { y: mul()(mul()(x, both), n(0.5)), both };
      },
    ],
    ["a mish of something else", (x) => mul()(x, tanh()(softplus()(tanh()(x))))],
  ])("%s", (_, expression) => {
    expect(rewrittenExpression(expressionModel(expression, SHAPE), everywhere).isSame).toBe(true);
  });
});
