import { describe, expect, test } from "vitest";
import type { SymbolicTensor } from "../builder.js";
import { add, div, mul, pow, reciprocal, reduceMean, relu, sqrt, sub } from "../ops/index.js";
import { joinLayerNorms } from "./joinLayerNorms.js";
import { type Expression, type Numbers, expressionModel, rewrittenExpression } from "./recognition.test.fixture.js";

const SHAPE = [2, 3, 8];
const everywhere = joinLayerNorms(() => true);

interface Written {
  readonly axes?: readonly number[];
  readonly square?: (d: SymbolicTensor, n: Numbers) => SymbolicTensor;
  readonly root?: (variance: SymbolicTensor, n: Numbers) => SymbolicTensor;
  readonly divide?: (d: SymbolicTensor, root: SymbolicTensor, n: Numbers) => SymbolicTensor;
}

function normed(x: SymbolicTensor, n: Numbers, written: Written = {}): SymbolicTensor {
  const {
    axes = [-1],
    square = (d, numbers) => pow()(d, numbers(2)),
    root = (variance: SymbolicTensor) => sqrt()(variance),
    divide = (d, by) => div()(d, by),
  } = written;
  const mean = reduceMean({ axes });
  const d = sub()(x, mean(x));
  return divide(d, root(add()(mean(square(d, n)), n(1e-5)), n), n);
}

const norms: Readonly<Record<string, Expression>> = {
  "as PyTorch writes it": (x, n) => add()(mul()(normed(x, n), n.various(8)), n.various(8)),
  "in other orders": (x, n) => add()(n.various(8), mul()(n.various(8), normed(x, n))),
  "without a bias": (x, n) => mul()(normed(x, n), n.various(8)),
  "of a product": (x, n) => mul()(normed(x, n, { square: (d) => mul()(d, d) }), n.various(8)),
  "with a power for the root": (x, n) => mul()(normed(x, n, { root: (v, of) => pow()(v, of(0.5)) }), n.various(8)),
  "times the reciprocal": (x, n) =>
    mul()(normed(x, n, { divide: (d, root) => mul()(reciprocal()(root), d) }), n.various(8)),
  "times a quotient": (x, n) =>
    mul()(normed(x, n, { divide: (d, root, of) => mul()(d, div()(of(1), root)) }), n.various(8)),
  "times a power": (x, n) =>
    mul()(normed(x, n, { root: (v, of) => pow()(v, of(-0.5)), divide: (d, root) => mul()(d, root) }), n.various(8)),
  "over two axes": (x, n) => add()(mul()(normed(x, n, { axes: [1, 2] }), n.various(3, 8)), n.various(3, 8)),
  "over all axes": (x, n) => mul()(normed(x, n, { axes: [0, 1, 2] }), n.various(2, 3, 8)),
  "with rows of more axes": (x, n) => add()(mul()(normed(x, n), n.various(1, 1, 8)), n.various(1, 8)),
  "with differences of their own": (x, n) => {
    const mean = reduceMean({ axes: [2] });
    const d = () => sub()(x, mean(x));
    return mul()(div()(d(), sqrt()(add()(mean(mul()(d(), d())), n(1e-3)))), n.various(8));
  },
};

test.each(Object.entries(norms))("A layer norm %s", (_, expression) => {
  const model = expressionModel(expression, SHAPE);
  expect(rewrittenExpression(model, everywhere)).toMatchObject({ ops: ["layerNorm"], wrong: [] });
  expect(
    rewrittenExpression(
      model,
      joinLayerNorms(() => false),
    ).isSame,
  ).toBe(true);
});

test("Epsilon and axes are those that were written", () => {
  const { graph, weights } = expressionModel(norms["over two axes"]!, SHAPE);
  const [node] = everywhere.run({ graph, weights }).graph.nodes;
  expect(node!.attributes).toEqual({ axes: [1, 2], epsilon: Math.fround(1e-5) });
});

describe("Stays:", () => {
  test.each<[string, Expression]>([
    ["without a scale", (x, n) => normed(x, n)],
    ["another power", (x, n) => mul()(normed(x, n, { square: (d, of) => pow()(d, of(2.001)) }), n.various(8))],
    ["another root", (x, n) => mul()(normed(x, n, { root: (v, of) => pow()(v, of(0.501)) }), n.various(8))],
    [
      "other axes of the variance",
      (x, n) => {
        const d = sub()(x, reduceMean({ axes: [2] })(x));
        return mul()(div()(d, sqrt()(add()(reduceMean({ axes: [1] })(mul()(d, d)), n(1e-5)))), n.various(8));
      },
    ],
    [
      "the mean of another tensor",
      (x, n) => {
        const d = sub()(x, reduceMean({ axes: [2] })(relu()(x)));
        return mul()(div()(d, sqrt()(add()(reduceMean({ axes: [2] })(mul()(d, d)), n(1e-5)))), n.various(8));
      },
    ],
    [
      "an epsilon for each row",
      (x, n) => {
        const d = sub()(x, reduceMean({ axes: [2] })(x));
        return mul()(div()(d, sqrt()(add()(reduceMean({ axes: [2] })(mul()(d, d)), n.various(3, 1)))), n.various(8));
      },
    ],
    ["one number as scale", (x, n) => mul()(normed(x, n), n(2))],
    ["a scale along another axis", (x, n) => mul()(normed(x, n), n.various(3, 1))],
    [
      "a difference that is read elsewhere",
      (x, n) => {
        const d = sub()(x, reduceMean({ axes: [2] })(x));
        const y = mul()(div()(d, sqrt()(add()(reduceMean({ axes: [2] })(mul()(d, d)), n(1e-5)))), n.various(8));
        return { y, d };
      },
    ],
  ])("%s", (_, expression) => {
    expect(rewrittenExpression(expressionModel(expression, SHAPE), everywhere).isSame).toBe(true);
  });
});

test("A sum of another shape, or of what others read, is no bias", () => {
  const summed = expressionModel((x, n) => add()(mul()(normed(x, n), n.various(8)), x), SHAPE);
  expect(rewrittenExpression(summed, everywhere)).toMatchObject({ ops: ["layerNorm", "add"], wrong: [] });
  const read = expressionModel((x, n) => {
    const y = mul()(normed(x, n), n.various(8));
    return { y: relu()(y), z: add()(y, n.various(8)) };
  }, SHAPE);
  expect(rewrittenExpression(read, everywhere)).toMatchObject({ ops: ["layerNorm", "relu", "add"], wrong: [] });
});
