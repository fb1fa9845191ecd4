import { describe, expect, test } from "vitest";
import { GraphBuilder, type SymbolicTensor } from "../builder.js";
import { addOp } from "../ops/add.js";
import { add, concat, mul, relu, slice, transpose } from "../ops/index.js";
import { float32 } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { cancelTransposes } from "./cancelTransposes.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";

const toLast = transpose({ order: [0, 2, 3, 1] });
const toFirst = transpose({ order: [0, 3, 1, 2] });
/** Of axes that all differ. */
const SHAPE = [2, 3, 4, 5];

/** The ops that are left of a network, which must compute what it did. */
function left(network: (x: SymbolicTensor, z: SymbolicTensor) => Record<string, SymbolicTensor>): readonly string[] {
  const builder = new GraphBuilder("net");
  const [x, z] = ["x", "z"].map((name) => builder.input(name, float32(...SHAPE))) as [SymbolicTensor, SymbolicTensor];
  const graph = builder.build(network(x, z));
  const model = { graph, weights: scrambledWeights(graph, 1) };
  const after = rewritten(model, cancelTransposes);
  expect(differences(model, after, { x: waves(...SHAPE), z: waves(...SHAPE) })).toEqual([]);
  return opsOf(after.graph);
}

const channelwise = (y: SymbolicTensor, ...shape: readonly number[]): SymbolicTensor =>
  y.builder.apply(addOp, { a: y, b: { type: float32(...shape), initial: { kind: "normal", deviation: 1 } } }, {}).y;

describe("In a row", () => {
  test("two that undo each other go, and others are one", () => {
    expect(left((x) => ({ y: relu()(toFirst(toLast(x))) }))).toEqual(["relu"]);
    expect(left((x) => ({ y: toLast(toLast(x)) }))).toEqual(["transpose"]);
    // From an input to an output.
    expect(left((x) => ({ y: toLast(toLast(toLast(x))) }))).toEqual(["identity"]);
  });

  test("the first stays where something else reads it", () => {
    expect(left((x) => ({ y: relu()(toFirst(toLast(x))), turned: toLast(x) }))).toEqual(["relu", "transpose"]);
  });
});

describe("Around nodes that any order of axes suits", () => {
  test("they cancel through one and through many", () => {
    expect(left((x) => ({ y: toFirst(relu()(toLast(x))) }))).toEqual(["relu"]);
    expect(left((x) => ({ y: toFirst(relu()(relu()(relu()(toLast(x))))) }))).toEqual(["relu", "relu", "relu"]);
  });

  test("those of both operands become one, and cancel with one behind", () => {
    expect(left((x, z) => ({ y: add()(toLast(x), toLast(z)) }))).toEqual(["add", "transpose"]);
    expect(left((x, z) => ({ y: toFirst(mul()(relu()(toLast(x)), toLast(z))) }))).toEqual(["relu", "mul"]);
  });

  test("axes that attributes name move along", () => {
    expect(left((x, z) => ({ y: toFirst(concat({ axis: 3 })(toLast(x), toLast(z))) }))).toEqual(["concat"]);
    const box = slice({ start: [0, 1, 2, 0], end: [2, 4, 5, 3], step: [1, 1, 2, 2] });
    expect(left((x) => ({ y: toFirst(box(toLast(x))) }))).toEqual(["slice"]);
  });

  test.each([[[3]], [[5, 3]], [[4, 1, 3]], [[1, 4, 5, 1]], [[1]], [[]]])(
    "a parameter of shape %j moves along",
    (shape) => {
      expect(left((x) => ({ y: toFirst(channelwise(toLast(x), ...shape)) }))).toEqual(["add"]);
    },
  );
});

test("One with nothing to cancel with stays where it is", () => {
  expect(left((x) => ({ y: relu()(toLast(x)) }))).toEqual(["transpose", "relu"]);
  expect(left((x) => ({ y: toLast(relu()(toLast(x))) }))).toEqual(["transpose", "relu", "transpose"]);
});

test("One that others read too stays, and no node is computed in two orders", () => {
  const ops = left((x) => {
    const turned = toLast(x);
    return { y: toFirst(relu()(turned)), turned };
  });
  expect(ops).toEqual(["transpose", "relu", "transpose"]);
});
