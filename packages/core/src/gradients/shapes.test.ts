/** Gradients of windows, products and boxes of many shapes, drawn by a seed. */
import { LinknetError } from "@linknet-kit/base";
import { expect, test } from "vitest";
import type { Op } from "../op.js";
import * as ops from "../ops/all.js";
import { seededUniform } from "../random.js";
import { type GivenOperands, lossOf, noise, wrongGradients } from "./differences.test.fixture.js";

type Call = readonly [op: object, operands: GivenOperands, attributes: object];

/** Whole numbers from one up to and including another. */
type Draw = (least: number, most: number) => number;

const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function window(draw: Draw, rank: number) {
  const each = (least: number, most: number): number[] => some(rank, () => draw(least, most));
  return { stride: each(1, 3), dilation: each(1, 3), padding: { begin: each(0, 3), end: each(0, 3) } };
}

const calls: Readonly<Record<string, (draw: Draw) => Call>> = {
  conv: (draw) => {
    const [rank, groups, channels] = [draw(1, 3), draw(1, 3), draw(1, 2)];
    const [kernel, filters] = [some(rank, () => draw(1, 3)), groups * draw(1, 2)];
    const x = noise([draw(1, 2), groups * channels, ...some(rank, () => draw(3, 7))], 1);
    const weight = noise([filters, channels, ...kernel], 2);
    return [ops.convOp, { x, weight, bias: noise([filters], 3) }, { ...window(draw, rank), groups }];
  },
  convTranspose: (draw) => {
    const [rank, groups, filters] = [draw(1, 3), draw(1, 3), draw(1, 2)];
    const given = window(draw, rank);
    const outputPadding = given.stride.map((step, axis) => draw(0, Math.max(step, given.dilation[axis]!) - 1));
    const channels = groups * draw(1, 2);
    const x = noise([draw(1, 2), channels, ...some(rank, () => draw(2, 5))], 1);
    const weight = noise([channels, filters, ...some(rank, () => draw(1, 3))], 2);
    return [
      ops.convTransposeOp,
      { x, weight, bias: noise([groups * filters], 3) },
      { ...given, outputPadding, groups },
    ];
  },
  averagePool: (draw) => {
    const rank = draw(1, 3);
    const x = noise([draw(1, 2), 2, ...some(rank, () => draw(3, 7))], 1);
    return [
      ops.averagePoolOp,
      { x },
      { ...window(draw, rank), kernel: some(rank, () => draw(1, 4)), countPadding: draw(0, 1) === 1 },
    ];
  },
  maxPool: (draw) => {
    const rank = draw(1, 2);
    const x = noise([draw(1, 2), 2, ...some(rank, () => draw(3, 7))], 1);
    return [ops.maxPoolOp, { x }, { ...window(draw, rank), kernel: some(rank, () => draw(2, 4)) }];
  },
  matMul: (draw) => {
    const [stack, inner] = [some(draw(0, 2), () => draw(1, 3)), draw(1, 4)];
    const stretched = (): number[] => stack.map((side) => (draw(0, 2) === 0 ? 1 : side)).slice(draw(0, stack.length));
    const isVector = draw(0, 4) === 0;
    const b = draw(0, 4) === 0 ? [inner] : [...stretched(), inner, draw(1, 4)];
    return [
      ops.matMulOp,
      { a: noise(isVector ? [inner] : [...stretched(), draw(1, 4), inner], 1), b: noise(b, 2) },
      {},
    ];
  },
  slice: (draw) => {
    const shape = some(draw(1, 4), () => draw(1, 6));
    const axes = shape.map((side) => {
      const [start, size, isTurned] = [draw(0, side - 1), draw(1, 3), draw(0, 1) === 1];
      return isTurned ? { start, end: draw(-1, start), step: -size } : { start, end: draw(start, side), step: size };
    });
    const each = (name: "start" | "end" | "step"): number[] => axes.map((axis) => axis[name]);
    return [ops.sliceOp, { x: noise(shape, 1) }, { start: each("start"), end: each("end"), step: each("step") }];
  },
};

test.each(Object.keys(calls))("%s of drawn shapes has the gradients that differences show", (name) => {
  const uniform = seededUniform(1, name);
  const draw: Draw = (least, most) => least + ((uniform() >>> 0) % (most - least + 1));
  let count = 0;
  for (let round = 0; round < 12; round += 1) {
    const [op, operands, attributes] = calls[name]!(draw);
    const point = pointOf(op as Op, operands, attributes);
    if (point === undefined) continue;
    count += 1;
    expect({ attributes, wrong: wrongGradients(point) }).toEqual({ attributes, wrong: [] });
  }
  expect(count).toBeGreaterThan(3);
});

/** Nothing where the window fits nowhere. */
function pointOf(...[op, operands, attributes]: Parameters<typeof lossOf>): ReturnType<typeof lossOf> {
  try {
    return lossOf(op, operands, attributes);
  } catch (error) {
    if (error instanceof LinknetError) return undefined;
    throw error;
  }
}
