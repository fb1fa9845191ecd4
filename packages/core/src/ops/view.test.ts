import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DType } from "../dtypes.js";
import { type Tensor, elementCount, zeros } from "../tensor.js";
import { type View, copyView, cut, permute, stretch, viewOf } from "./view.js";

/** 1, 2, 3 and so on. */
function counted(dtype: DType, ...shape: number[]): Tensor {
  const tensor = zeros(dtype, shape) as Tensor;
  for (let index = 0; index < tensor.data.length; index += 1) {
    tensor.data[index] = typeof tensor.data[index] === "bigint" ? BigInt(index + 1) : index + 1;
  }
  return tensor;
}

/** The elements of a view in row-major order, as a new tensor has them. */
function read(view: View<Int32Array>): readonly number[] {
  const { data, shape } = zeros("int32", view.shape);
  copyView(view, viewOf({ data, shape }));
  return [...data];
}

const six = viewOf({ shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) });

describe("A view of 2 x 3", () => {
  test("is cut to a box, in steps, backwards", () => {
    expect(read(cut(six, { start: [0, 1], shape: [2, 2] }))).toEqual([2, 3, 5, 6]);
    expect(read(cut(six, { start: [1, 0], step: [1, 2], shape: [1, 2] }))).toEqual([4, 6]);
    expect(read(cut(six, { start: [1, 2], step: [-1, -1], shape: [2, 3] }))).toEqual([6, 5, 4, 3, 2, 1]);
    expect(read(cut(six, { start: [0, 3], shape: [2, 0] }))).toEqual([]);
  });

  test("is turned", () => {
    expect(read(permute(six, [1, 0]))).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test("is turned after it was cut, and cut after it was turned", () => {
    expect(read(permute(cut(six, { start: [0, 1], shape: [2, 2] }), [1, 0]))).toEqual([2, 5, 3, 6]);
    expect(read(cut(permute(six, [1, 0]), { start: [2, 0], step: [-1, 1], shape: [2, 2] }))).toEqual([3, 6, 2, 5]);
  });

  test("is repeated along axes before its own", () => {
    expect(read(stretch(six, [2, 2, 3]))).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
  });
});

test("A side of 1 is stretched, also to none, and a scalar to anything", () => {
  expect(read(stretch(viewOf({ shape: [2, 1], data: Int32Array.of(7, 8) }), [2, 3]))).toEqual([7, 7, 7, 8, 8, 8]);
  expect(read(stretch(viewOf({ shape: [1], data: Int32Array.of(7) }), [0]))).toEqual([]);
  expect(read(stretch(viewOf({ shape: [], data: Int32Array.of(7) }), [2, 2]))).toEqual([7, 7, 7, 7]);
});

test("Copying to a part leaves the rest as it was", () => {
  const board = viewOf({ shape: [3, 3], data: new Int32Array(9).fill(9) });
  copyView(viewOf({ shape: [2, 2], data: Int32Array.of(1, 2, 3, 4) }), cut(board, { start: [0, 1], shape: [2, 2] }));
  expect([...board.data]).toEqual([9, 1, 2, 9, 3, 4, 9, 9, 9]);
});

const TYPES: readonly DType[] = [
  "bool",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "float16",
  "int32",
  "uint32",
  "float32",
  "float64",
  "int64",
  "uint64",
];

test.each(TYPES)("%s is moved whole, in rows long and short", (dtype) => {
  const x = counted(dtype, 2, 3);
  const turned = zeros(dtype, [3, 2]);
  copyView(permute(viewOf<Tensor["data"]>(x), [1, 0]), viewOf<Tensor["data"]>(turned));
  expect(Array.from(turned.data, Number)).toEqual([1, 4, 2, 5, 3, 6]);
  const row = counted(dtype, 100);
  const copied = zeros(dtype, [100]);
  copyView(viewOf<Tensor["data"]>(row), viewOf<Tensor["data"]>(copied));
  expect(copied).toEqual(row);
});

test("NaNs keep their bits, and 64-bit integers all of theirs", () => {
  const bits = Uint32Array.of(0x7fa00001, 0xffc12345);
  const nans = new Float32Array(bits.buffer);
  const copied = new Float32Array(2);
  copyView(cut(viewOf({ shape: [2], data: nans }), { start: [1], step: [-1], shape: [2] }), {
    ...viewOf({ shape: [2], data: copied }),
  });
  expect([...new Uint32Array(copied.buffer)]).toEqual([0xffc12345, 0x7fa00001]);
  const large = BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, -1n);
  const turned = new BigInt64Array(3);
  copyView(
    cut(viewOf({ shape: [3], data: large }), { start: [2], step: [-1], shape: [3] }),
    viewOf({ shape: [3], data: turned }),
  );
  expect([...turned]).toEqual([-1n, 2n ** 63n - 1n, -(2n ** 63n)]);
});

test("A view of part of a buffer stays within it", () => {
  const buffer = Float64Array.of(0, 1, 2, 3, 0);
  const inner = buffer.subarray(1, 4);
  const reversed = new Float64Array(3);
  copyView(
    cut(viewOf({ shape: [3], data: inner }), { start: [2], step: [-1], shape: [3] }),
    viewOf({ shape: [3], data: reversed }),
  );
  expect([...reversed]).toEqual([3, 2, 1]);
});

test("Any box of any turned tensor has the elements that indexing finds", () => {
  // 81 elements, as int8 counts no further than 127.
  const cases = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }).chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      box: fc.tuple(...shape.map((side) => fc.tuple(fc.nat(side - 1), fc.constantFrom(-2, -1, 1, 2), fc.nat(3)))),
      dtype: fc.constantFrom(...TYPES),
    }),
  );
  fc.assert(
    fc.property(cases, ({ shape, order, box, dtype }) => {
      const x = counted(dtype, ...shape);
      // As many elements as there are from the start on, and at most as many as were drawn.
      const counts = box.map(([start, step, count], axis) =>
        Math.min(count, Math.floor((step > 0 ? shape[axis]! - 1 - start : start) / Math.abs(step)) + 1),
      );
      const part = { start: box.map(([start]) => start), step: box.map(([, step]) => step), shape: counts };
      const view = permute(cut(viewOf<Tensor["data"]>(x), part), order);
      const y = zeros(dtype, view.shape);
      copyView(view, viewOf<Tensor["data"]>(y));
      const expected = Array.from({ length: elementCount(y) }, (_, flat) => {
        const index = digits(flat, y.shape);
        const source = shape.map((_side, axis) => part.start[axis]! + part.step[axis]! * index[order.indexOf(axis)]!);
        return source.reduce((sum, position, axis) => sum * shape[axis]! + position, 0) + 1;
      });
      expect(Array.from(y.data, Number)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

/** The indices along each axis of the element at a place in row-major order. */
function digits(flat: number, shape: readonly number[]): readonly number[] {
  let rest = flat;
  return shape
    .toReversed()
    .map((side) => {
      const digit = rest % side;
      rest = Math.floor(rest / side);
      return digit;
    })
    .toReversed();
}
