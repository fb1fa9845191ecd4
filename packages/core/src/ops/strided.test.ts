import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Placement, type Row, forEachRow, rowMajorStrides } from "./strided.js";

interface Walk {
  readonly shape: readonly number[];
  readonly operands: readonly Placement[];
}

/** Every row as [starts, steps, length]. */
function rowsOf({ shape, operands }: Walk): readonly (readonly [readonly number[], readonly number[], number])[] {
  const rows: [readonly number[], readonly number[], number][] = [];
  forEachRow(shape, operands, ({ starts, steps, length }) => rows.push([[...starts], steps, length]));
  return rows;
}

/** The positions of every element in each operand, in the order in which the walk comes to them. */
function walked({ shape, operands }: Walk): readonly (readonly number[])[] {
  const positions: number[][] = [];
  const visit = ({ starts, steps, length }: Row): void => {
    for (let index = 0; index < length; index += 1) {
      positions.push(starts.map((start, operand) => start + index * steps[operand]!));
    }
  };
  forEachRow(shape, operands, visit);
  return positions;
}

/** The same by definition: a loop an axis, and a sum of strides an element. */
function nested({ shape, operands }: Walk): readonly (readonly number[])[] {
  const indices = shape.reduce<readonly (readonly number[])[]>(
    (outer, side) => outer.flatMap((index) => Array.from({ length: side }, (_, step) => [...index, step])),
    [[]],
  );
  return indices.map((index) =>
    operands.map(({ start, strides }) => index.reduce((sum, step, axis) => sum + step * strides[axis]!, start)),
  );
}

const whole = (...shape: number[]): Placement => ({ start: 0, strides: rowMajorStrides(shape) });

test("Whole tensors are one row, whatever their rank", () => {
  expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]);
  expect(rowsOf({ shape: [2, 3, 4], operands: [whole(2, 3, 4), whole(2, 3, 4)] })).toEqual([[[0, 0], [1, 1], 24]]);
});

test("An axis that one operand does not run on into is a loop of its own", () => {
  // Two columns out of three, beside a whole 2 x 2.
  const columns = { start: 1, strides: [3, 1] };
  expect(rowsOf({ shape: [2, 2], operands: [columns, whole(2, 2)] })).toEqual([
    [[1, 0], [1, 1], 2],
    [[4, 2], [1, 1], 2],
  ]);
});

test("Elements that are repeated and axes that run backwards are strides of 0 and below", () => {
  const rowAgain = { start: 0, strides: [0, 1] };
  const backwards = { start: 5, strides: [-3, -1] };
  expect(walked({ shape: [2, 3], operands: [rowAgain, backwards] })).toEqual([
    [0, 5],
    [1, 4],
    [2, 3],
    [0, 2],
    [1, 1],
    [2, 0],
  ]);
});

test("A scalar is one row of one element; where a side is 0 there is no row", () => {
  expect(walked({ shape: [], operands: [{ start: 7, strides: [] }] })).toEqual([[7]]);
  expect(walked({ shape: [1, 1], operands: [{ start: 7, strides: [4, 2] }] })).toEqual([[7]]);
  expect(rowsOf({ shape: [3, 0, 2], operands: [whole(3, 0, 2)] })).toEqual([]);
  expect(rowsOf({ shape: [0], operands: [] })).toEqual([]);
});

test("A walk comes to the same elements in the same order as nested loops", () => {
  const rank = fc.integer({ min: 0, max: 5 });
  const walks = fc.tuple(rank, fc.integer({ min: 1, max: 3 })).chain(([axes, count]): fc.Arbitrary<Walk> => {
    const perAxis = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: axes, maxLength: axes });
    const shape = perAxis(fc.integer({ min: 0, max: 4 }));
    // Strides of few values run on into each other often; whole tensors always do.
    const strides = perAxis(fc.integer({ min: -4, max: 4 }));
    const anywhere = fc.record({ start: fc.nat(9), strides });
    return shape.chain((sides) =>
      fc.record({
        shape: fc.constant(sides),
        operands: fc.array(fc.oneof(anywhere, fc.constant(whole(...sides))), { minLength: count, maxLength: count }),
      }),
    );
  });
  fc.assert(
    fc.property(walks, (walk) => {
      expect(walked(walk)).toEqual(nested(walk));
    }),
    { numRuns: 1000 },
  );
});
