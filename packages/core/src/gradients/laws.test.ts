/** The gradient of every op, on every one of its cases, beside differences of its results in double precision. */
import { expect, test } from "vitest";
import { isAbsent } from "../absent.js";
import { caseModels } from "../cases.js";
import { isFloat } from "../dtypes.js";
import { evaluate } from "../evaluate.js";
import { THROUGH_PARTS } from "../gradient.js";
import { FoldingBuilder } from "../foldingBuilder.js";
import { type Node, listed, mapOperands } from "../graph.js";
import type { Op } from "../op.js";
import { add } from "../ops/add.js";
import { mul } from "../ops/mul.js";
import { reduceSum } from "../ops/reduceSum.js";
import { reshape } from "../ops/reshape.js";
import { decompositions, opTable } from "../ops/table.js";
import { type Tensor, type TensorType, castTensor, elementCount } from "../tensor.js";
import type { Model } from "../weights.js";
import { checkGraph } from "../checkGraph.js";
import { differentiate } from "./differentiate.js";

/** The distance of the points between which differences are taken, and how exact these are: they leave out the square of it. */
const STEP = 2 ** -16;
const EXACT = 1e-6;

/** All operands are inputs, and the loss is a sum of the results by numbers that differ. */
function lossOf(op: Op, node: Node, given: Readonly<Record<string, Tensor>>): Model | undefined {
  const builder = new FoldingBuilder("loss");
  const attributes = node.attributes["to"] === "float32" ? { to: "float64" } : node.attributes;
  const operands = mapOperands(node.inputs, ({ name }) => builder.input(name, typeOf(given[name]!)));
  const values = Object.values(builder.append({ name: op.name, op, inputs: operands, attributes }));
  const floats = values.filter(({ type }) => type.dtype === "float64");
  if (floats.length === 0) return undefined;
  const sums = floats.map((value, index) => {
    const { dtype, shape } = value.type;
    const weights = builder.constant(`weights${index}`, castTensor(noise(shape, 3 + index), dtype));
    const flat = reshape({ shape: [elementCount({ shape })] })(mul()(value, weights));
    return reduceSum({ axes: [0], keepDims: false })(flat);
  });
  return { graph: builder.build({ loss: sums.reduce((a, b) => add()(a, b)) }), weights: builder.weights };
}

function typeOf({ dtype, shape }: Tensor): TensorType {
  return { dtype, shape };
}

/** Numbers from -1 to 1 that no others are equal to. */
function noise(shape: readonly number[], seed: number): Tensor {
  return {
    dtype: "float64",
    shape,
    data: Float64Array.from({ length: elementCount({ shape }) }, (_, index) => Math.sin(seed * 1.3 + index * 2.7)),
  };
}

function moved(x: Tensor, by: Tensor, distance: number): Tensor {
  const data = (x.data as Float64Array).map((value, index) => value + distance * (by.data as Float64Array)[index]!);
  return { ...x, data } as Tensor;
}

test("every op has gradients, or what it decomposes into has, or it says why not", () => {
  const silent = opTable.filter(({ gradient }) => isAbsent(gradient) && gradient.absent === "");
  const whole = opTable.filter((op) => op.gradient === THROUGH_PARTS && !decompositions.has(op));
  expect([...silent, ...whole].map(({ name }) => name)).toEqual([]);
});

/** Off the places where ops have a bend and equals apart, but where it has results: both ways, upwards, or the first operand alone. */
const SHIFTS = [
  (x: Tensor, index: number) => moved(x, noise(x.shape, index + 1), 0.02),
  (x: Tensor, index: number) =>
    moved(moved(x, noise(x.shape, index + 1), 0.01), { ...x, data: ones(x) } as Tensor, 0.011),
  (x: Tensor, index: number) => (index === 0 ? moved(x, noise(x.shape, 1), 0.02) : x),
];

const ones = (x: Tensor): Float64Array => Float64Array.from(x.data as Float64Array, () => 1);

function prepared({ op, model, inputs }: (typeof caseModels)[number]) {
  const node = model.graph.nodes[0]!;
  const values = Object.values(node.inputs).flatMap(listed);
  const given = values.map((value) => inputs[value.name] ?? model.weights.get(value as never));
  const wide = given.map((tensor) => (isFloat(tensor.dtype) ? castTensor(tensor, "float64") : tensor));
  const floats = values.filter((_, index) => wide[index]!.dtype === "float64").map(({ name }) => name);
  for (const shift of SHIFTS) {
    const shifted = wide.map((tensor, index) => (tensor.dtype === "float64" ? shift(tensor, index) : tensor));
    const point = Object.fromEntries(values.map(({ name }, index) => [name, shifted[index]!]));
    const whole = lossOf(op, node, point);
    if (whole === undefined || floats.length === 0) return undefined;
    const first = { ...point, [floats[0]!]: moved(point[floats[0]!]!, noise(point[floats[0]!]!.shape, 50), -STEP) };
    if ([point, first].every((each) => Number.isFinite(numberOf(evaluate(whole, each)))))
      return { whole, point, floats };
  }
  throw new Error(`no results of ${op.name} are finite`);
}

function numberOf({ loss }: Readonly<Record<string, Tensor>>): number {
  return Number(loss!.data[0]);
}

const cases = caseModels
  .filter(({ op }) => !isAbsent(op.gradient) || op.gradient === THROUGH_PARTS)
  .flatMap((each) => {
    const made = prepared(each);
    return made === undefined ? [] : [{ name: each.name, ...made }];
  });

test.each(cases)("$name has the gradients that differences show", ({ whole, point, floats }) => {
  const { model, gradients } = differentiate(whole, { loss: "loss", by: floats });
  checkGraph(model.graph);
  const results = evaluate(model, point);
  const compared = floats.filter((name, index) => {
    const [gradient, at] = [results[gradients.get(name)!]!, point[name]!];
    expect([gradient.dtype, gradient.shape]).toEqual([at.dtype, at.shape]);
    const direction = noise(at.shape, 50 + index);
    const lossAt = (distance: number): number =>
      numberOf(evaluate(whole, { ...point, [name]: moved(at, direction, distance) }));
    const difference = (lossAt(STEP) - lossAt(-STEP)) / (2 * STEP);
    // Powers of what is below zero have none by the exponent.
    if (Number.isNaN(difference)) return false;
    const slope = (gradient.data as Float64Array).reduce(
      (sum, value, place) => sum + value * (direction.data as Float64Array)[place]!,
      0,
    );
    const size = Math.max(1, Math.abs(difference));
    expect(Math.abs(slope - difference) / size, `${name}: ${slope} and ${difference}`).toBeLessThan(EXACT);
    return true;
  });
  expect(compared).not.toEqual([]);
});
