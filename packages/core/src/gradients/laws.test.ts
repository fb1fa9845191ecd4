/** The gradients of every op, on every one of its cases. */
import { expect, test } from "vitest";
import { isAbsent } from "../absent.js";
import { caseModels } from "../cases.js";
import { isFloat } from "../dtypes.js";
import { THROUGH_PARTS } from "../gradient.js";
import { type Parameter, mapOperands, mapRecord } from "../graph.js";
import { isList } from "../named.js";
import { decompositions, opTable } from "../ops/table.js";
import { type Tensor, castTensor } from "../tensor.js";
import { isFinite, lossOf, moved, noise, wrongGradients } from "./differences.test.fixture.js";

test("every op has gradients, or what it decomposes into has, or it says why not", () => {
  const silent = opTable.filter(({ gradient }) => isAbsent(gradient) && gradient.absent === "");
  const whole = opTable.filter((op) => op.gradient === THROUGH_PARTS && !decompositions.has(op));
  expect([...silent, ...whole].map(({ name }) => name)).toEqual([]);
});

const ones = ({ shape, data }: Tensor): Tensor => ({
  dtype: "float64",
  shape,
  data: new Float64Array(data.length).fill(1),
});

/** Off the places where ops have a bend and equals apart, but where it has results: both ways, upwards, or the first operand alone. */
const SHIFTS = [
  (x: Tensor, index: number) => moved(x, noise(x.shape, index), 0.02),
  (x: Tensor, index: number) => moved(moved(x, noise(x.shape, index), 0.01), ones(x), 0.011),
  (x: Tensor, index: number) => (index === 1 ? moved(x, noise(x.shape, index), 0.02) : x),
];

function pointOf({ op, model, inputs }: (typeof caseModels)[number]) {
  const node = model.graph.nodes[0]!;
  const attributes = node.attributes["to"] === "float32" ? { to: "float64" } : node.attributes;
  const given = mapOperands(node.inputs, (value) => inputs[value.name] ?? model.weights.get(value as Parameter));
  for (const shift of SHIFTS) {
    let count = 0;
    const shifted = (tensor: Tensor): Tensor => {
      count += 1;
      return isFloat(tensor.dtype) ? shift(castTensor(tensor, "float64"), count) : tensor;
    };
    const operands = mapRecord(given, (operand) =>
      isList(operand) ? operand.map(shifted) : operand && shifted(operand),
    );
    const point = lossOf(op, operands, attributes);
    if (point === undefined || isFinite(point)) return point;
  }
  throw new Error(`no results of ${op.name} are finite`);
}

const points = caseModels
  .filter(({ op }) => !isAbsent(op.gradient) || op.gradient === THROUGH_PARTS)
  .flatMap((each) => {
    const point = pointOf(each);
    return point === undefined ? [] : [{ name: each.name, point }];
  });

test.each(points)("$name has the gradients that differences show", ({ point }) => {
  expect(wrongGradients(point)).toEqual([]);
});
