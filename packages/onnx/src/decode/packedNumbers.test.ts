import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PackedNumbers } from "./packedNumbers.js";

/** Seven bits a byte, the lowest first, all but the last with the highest bit set. */
function varint(value: bigint): number[] {
  const digits = BigInt.asUintN(64, value).toString(2);
  const groups = Math.ceil(digits.length / 7);
  const padded = digits.padStart(7 * groups, "0");
  return Array.from({ length: groups }, (_, index) => {
    const end = padded.length - 7 * index;
    return Number.parseInt(padded.slice(end - 7, end), 2) + (index < groups - 1 ? 128 : 0);
  });
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const edges = [0n, 1n, 127n, 128n, 2n ** 28n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 35n, 2n ** 53n + 1n, -1n, -(2n ** 63n)];

/** The values of the pieces together. */
function listOf(pieces: readonly (readonly bigint[])[]): PackedNumbers {
  const list = new PackedNumbers("varint");
  for (const values of pieces) list.append(Uint8Array.from(values.flatMap(varint)));
  return list;
}

describe("varints", () => {
  test("are the integers that were written, in one piece or many", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.oneof(int64, fc.constantFrom(...edges)), { maxLength: 5 }), { maxLength: 40 }),
        (pieces) => {
          const list = listOf(pieces);
          expect(list).toHaveLength(pieces.flat().length);
          expect([...list.toInt64()]).toEqual(pieces.flat());
          expect(list.toNumbers()).toEqual(pieces.flat().map(Number));
          expect([...list.toInt32()]).toEqual(pieces.flat().map((each) => Number(BigInt.asIntN(32, each))));
        },
      ),
      { seed: 1 },
    );
  });

  test("that end inside a number, or are longer than one, are no list", () => {
    for (const piece of [[0x80], [1, 0xff], Array.from({ length: 11 }, (_, index) => (index < 10 ? 0x80 : 1))]) {
      expect(new PackedNumbers("varint").append(Uint8Array.from(piece))).toBeUndefined();
    }
  });
});

test("Numbers of four and eight bytes stand as they are, and must be whole", () => {
  const list = new PackedNumbers(4);
  list.append(new Uint8Array(Float32Array.of(1.5, -2).buffer));
  list.append(new Uint8Array(Float32Array.of(0.25).buffer));
  expect(list).toHaveLength(3);
  expect([...new Float32Array(Uint8Array.from(list.bytes).buffer)]).toEqual([1.5, -2, 0.25]);
  expect(list.append(new Uint8Array(3))).toBeUndefined();
  expect(new PackedNumbers(8).append(new Uint8Array(12))).toBeUndefined();
});

test("One piece is not copied; many take memory of the order of their bytes, and say so", () => {
  const file = new Uint8Array(1e6).fill(1);
  const list = new PackedNumbers("varint");
  expect(list.append(file.subarray(0, 1000))).toBe(0);
  expect(list.bytes.buffer).toBe(file.buffer);
  let taken = 0;
  for (let at = 1000; at < file.length; at += 1) taken += list.append(file.subarray(at, at + 1))!;
  expect(list).toHaveLength(1e6);
  expect(file.every((byte) => byte === 1)).toBe(true);
  expect(taken).toBeGreaterThan(1e6 - 1001);
  expect(taken).toBeLessThan(4e6);
});
