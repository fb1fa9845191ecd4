import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matrixProduct } from "./matrixProduct.js";

test("Every vector on the left meets every one on the right", () => {
  const left = { data: Float64Array.of(1, 2, 3, 4), count: 2 };
  const right = { data: Float64Array.of(1, 0, 0, 1, 1, 1), count: 3 };
  expect([...matrixProduct(left, right, 2)]).toEqual([1, 2, 3, 3, 4, 7]);
});

test("Any counts and any length, whether or not they fill the blocks of four by two", () => {
  const size = fc.integer({ min: 1, max: 11 });
  fc.assert(
    fc.property(size, size, size, (rows, columns, length) => {
      const left = Float64Array.from({ length: rows * length }, (_, index) => ((index * 7) % 11) - 5);
      const right = Float64Array.from({ length: columns * length }, (_, index) => ((index * 5) % 13) - 6);
      const expected: number[] = [];
      for (let row = 0; row < rows; row += 1) {
        for (let column = 0; column < columns; column += 1) {
          let sum = 0;
          for (let each = 0; each < length; each += 1)
            sum += left[row * length + each]! * right[column * length + each]!;
          expected.push(sum);
        }
      }
      expect([...matrixProduct({ data: left, count: rows }, { data: right, count: columns }, length)]).toEqual(
        expected,
      );
    }),
    { numRuns: 300 },
  );
});

test("A product is written over what stood in the array that is given for it", () => {
  const product = Float64Array.of(9, 9, 9, 9, 9, 9);
  const left = { data: Float64Array.of(2, 3), count: 2 };
  expect(matrixProduct(left, { data: Float64Array.of(1, 10), count: 2 }, 1, product)).toBe(product);
  expect([...product]).toEqual([2, 20, 3, 30, 9, 9]);
});

test("A product with nothing on one side is empty, and one of vectors without elements is zero", () => {
  const none = { data: new Float64Array(0), count: 0 };
  const two = { data: Float64Array.of(1, 2), count: 2 };
  expect([...matrixProduct(none, two, 1)]).toEqual([]);
  expect([...matrixProduct(two, none, 1)]).toEqual([]);
  expect([...matrixProduct({ ...none, count: 1 }, { ...none, count: 2 }, 0)]).toEqual([0, 0]);
});
