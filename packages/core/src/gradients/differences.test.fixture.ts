/** Gradients of one op beside differences of its results, in double precision. */
import { checkGraph } from "../checkGraph.js";
import { evaluate } from "../evaluate.js";
import { FoldingBuilder } from "../foldingBuilder.js";
import { type Operand, mapRecord } from "../graph.js";
import { isList } from "../named.js";
import type { Op } from "../op.js";
import { add } from "../ops/add.js";
import { mul } from "../ops/mul.js";
import { reduceSum } from "../ops/reduceSum.js";
import { reshape } from "../ops/reshape.js";
import { type Tensor, elementCount, sameType } from "../tensor.js";
import type { Model } from "../weights.js";
import { differentiate } from "./differentiate.js";

/** The distance of the points between which differences are taken, and how exact these are: they leave out the square of it. */
const STEP = 2 ** -16;
const EXACT = 1e-6;

export type GivenOperands = Readonly<Record<string, Tensor | readonly Tensor[] | undefined>>;

interface Point {
  readonly loss: Model;
  /** By the name of the input. */
  readonly at: Readonly<Record<string, Tensor>>;
}

/** Numbers from -1 to 1 that no others are equal to. */
export function noise(shape: readonly number[], seed: number): Tensor {
  const data = Float64Array.from({ length: elementCount({ shape }) }, (_, index) => Math.sin(seed * 1.3 + index * 2.7));
  return { dtype: "float64", shape, data };
}

export function moved(x: Tensor, by: Tensor, distance: number): Tensor {
  const data = (x.data as Float64Array).map((value, index) => value + distance * (by.data as Float64Array)[index]!);
  return { ...x, data } as Tensor;
}

/** All operands are inputs, and the loss is a sum of the results by numbers that differ; nothing of an op that gives no floats, or reads none. */
export function lossOf(op: Op, operands: GivenOperands, attributes: object): Point | undefined {
  const builder = new FoldingBuilder("loss");
  const at: Record<string, Tensor> = {};
  const input = (name: string, tensor: Tensor) => {
    at[name] = tensor;
    return builder.input(name, { dtype: tensor.dtype, shape: tensor.shape });
  };
  const inputs = mapRecord(
    operands,
    (given, slot): Operand =>
      isList(given) ? given.map((each, index) => input(`${slot}${index}`, each)) : given && input(slot, given),
  );
  const values = Object.values(builder.append({ name: op.name, op, inputs, attributes: { ...attributes } }));
  const floats = values.filter(({ type }) => type.dtype === "float64");
  if (floats.length === 0 || wantedAt(at).length === 0) return undefined;
  const sums = floats.map((value, index) => {
    const { shape } = value.type;
    const weighed = mul()(value, builder.constant(`weights${index}`, noise(shape, 3 + index)));
    return reduceSum({ axes: [0], keepDims: false })(reshape({ shape: [elementCount({ shape })] })(weighed));
  });
  const loss = { graph: builder.build({ loss: sums.reduce((a, b) => add()(a, b)) }), weights: builder.weights };
  return { loss, at };
}

const wantedAt = (at: Point["at"]): readonly string[] =>
  Object.keys(at).filter((name) => at[name]!.dtype === "float64");

function lossAt({ loss, at }: Point, name: string, by: Tensor, distance: number): number {
  return Number(evaluate(loss, { ...at, [name]: moved(at[name]!, by, distance) })["loss"]!.data[0]);
}

/** Whether it has a loss there and nearby. */
export function isFinite({ loss, at }: Point): boolean {
  const [first] = wantedAt(at) as [string];
  const by = noise(at[first]!.shape, 50);
  return [0, -STEP].every((distance) => Number.isFinite(lossAt({ loss, at }, first, by, distance)));
}

/** What is wrong with the gradients, in words. */
export function wrongGradients(point: Point): readonly string[] {
  const names = wantedAt(point.at);
  const { model, gradients } = differentiate(point.loss, { loss: "loss", by: names });
  checkGraph(model.graph);
  const results = evaluate(model, point.at);
  return names.flatMap((name, index) => {
    const [gradient, x] = [results[gradients.get(name)!]!, point.at[name]!];
    if (!sameType(gradient, x)) return [`${name} has a gradient of another type`];
    const direction = noise(x.shape, 50 + index);
    const difference = (lossAt(point, name, direction, STEP) - lossAt(point, name, direction, -STEP)) / (2 * STEP);
    // Powers of what is below zero have none by the exponent.
    if (Number.isNaN(difference)) return [];
    const slope = (gradient.data as Float64Array).reduce(
      (sum, value, place) => sum + value * (direction.data as Float64Array)[place]!,
      0,
    );
    const isRight = Math.abs(slope - difference) < EXACT * Math.max(1, Math.abs(difference));
    return isRight ? [] : [`${name} has a slope of ${slope}, not ${difference}`];
  });
}
