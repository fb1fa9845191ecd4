/** Ops on every data type that they take, beside ONNX Runtime; integers to the last bit. */
import {
  type DType,
  type Op,
  type Tensor,
  castTensor,
  elementCount,
  evaluate,
  floatTensor,
  intTensor,
  isAbsent,
  mapRecord,
  opTable,
} from "@linknet-kit/core";
import { opModel } from "@linknet-kit/core/cases";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { decodeOnnx } from "./import/decodeOnnx.js";
import { runOnnxRuntime } from "./runtime.test.fixture.js";

/** Both signs, both ends of 8 bits, and for 64 bits what no double holds. */
function tensorOf(dtype: DType, shift: number): Tensor {
  if (dtype === "int64") return intTensor([2, 3], [2n ** 53n + 1n, -5n, 0n, 7n, -(2n ** 40n) - 3n, 1n + BigInt(shift)]);
  if (dtype === "int32") {
    const data = Int32Array.of(2 ** 30 + 1, -(2 ** 31), 0, 65_537, -3, 1 + shift);
    return { dtype, shape: [2, 3], data };
  }
  return castTensor(floatTensor([2, 3], [1.5, -2.25, 0, 100, -128, 3 + shift]), dtype);
}

const attributes: Readonly<Record<string, object>> = {
  abs: {},
  add: {},
  and: {},
  argMax: { axis: 1 },
  argMin: { axis: 0, keepDims: false, last: true },
  bitShift: { direction: "left" },
  bitwiseAnd: {},
  bitwiseNot: {},
  bitwiseOr: {},
  bitwiseXor: {},
  cast: {},
  clip: { min: 2, max: 50 },
  concat: { axis: 0 },
  cumSum: { axis: 0, reverse: true },
  equal: {},
  expand: { shape: [2, 2, 3] },
  greater: {},
  greaterOrEqual: {},
  identity: {},
  less: {},
  lessOrEqual: {},
  max: {},
  min: {},
  mul: {},
  neg: {},
  not: {},
  or: {},
  pad: { before: [0, 1], after: [2, 0], value: 3 },
  reduceMax: { axes: 0 },
  reduceMean: { axes: 1 },
  reduceMin: { axes: [0, 1], keepDims: false },
  reshape: { shape: [3, 2] },
  sign: {},
  slice: { start: [0, 1], end: [2, 3], step: [1, 1] },
  sub: {},
  tile: { repeats: [2, 1] },
  transpose: { order: [1, 0] },
  xor: {},
};

const subjects = opTable.filter(({ name }) => Object.hasOwn(attributes, name));

function inputsOf({ slots }: Op, dtype: DType): Record<string, Tensor | readonly Tensor[]> {
  return Object.fromEntries(
    slots.map(({ name, arity }, index) => {
      const tensor = tensorOf(dtype, index);
      return [name, arity === "many" ? [tensor, tensorOf(dtype, 1)] : tensor];
    }),
  );
}

/** What the reference computes, what ONNX Runtime computes of the file, and the reference of what is read of it. */
async function results(op: Op, dtype: DType, given: object) {
  const { model, inputs } = opModel(op, inputsOf(op, dtype) as never, given as never);
  const bytes = encodeOnnx(model, { opset: op.name.startsWith("bitwise") ? 18 : 17 });
  return {
    expected: evaluate(model, inputs),
    given: await runOnnxRuntime(bytes, inputs),
    again: evaluate(decodeOnnx(bytes), inputs),
  };
}

function allIn(inputs: ReturnType<typeof inputsOf>, dtype: DType): ReturnType<typeof inputsOf> {
  return mapRecord(inputs, (each) =>
    "dtype" in each ? castTensor(each, dtype) : each.map((one) => castTensor(one, dtype)),
  );
}

/** Of what ONNX admits, ONNX Runtime has no code for these. */
const NOT_THERE: Readonly<Record<string, readonly DType[]>> = {
  argMax: ["uint32", "uint64", "int16", "uint16"],
  argMin: ["uint32", "uint64", "int16", "uint16"],
  // Of 16 bits; and of what is moved past the last bit anything may be left there.
  bitShift: ["uint16"],
  clip: ["int16", "uint16"],
  cumSum: ["uint32", "uint64"],
  max: ["int16", "uint16"],
  min: ["int16", "uint16"],
  pad: ["int16", "uint16"],
  reduceMax: ["uint32", "uint64"],
  reduceMean: ["uint32", "uint64"],
  reduceMin: ["uint32", "uint64"],
};

describe.each(subjects.filter(({ name }) => name !== "cast"))("$name", (op) => {
  const lacking = NOT_THERE[op.name] ?? [];

  test.each(op.types["T"]!.filter((dtype) => !lacking.includes(dtype)))("of %s", async (dtype) => {
    const { expected, given, again } = await results(op, dtype, attributes[op.name]!);
    expect(given).toEqual(expected);
    expect(again).toEqual(expected);
  });

  test.each(lacking)("of %s, which are those of wider integers", async (dtype) => {
    const numbers = inputsOf(op, dtype);
    const small = allIn(allIn(numbers, "uint8"), dtype);
    const { model, inputs } = opModel(op, small as never, attributes[op.name] as never);
    const expected = evaluate(model, inputs);
    expect(evaluate(decodeOnnx(encodeOnnx(model)), inputs)).toEqual(expected);
    const wide = opModel(
      op,
      allIn(small, op.types["T"]!.includes("int64") ? "int64" : "uint64") as never,
      attributes[op.name] as never,
    );
    const given = await runOnnxRuntime(encodeOnnx(wide.model), wide.inputs);
    expect(mapRecord(given, (tensor, output) => castTensor(tensor, expected[output]!.dtype))).toEqual(expected);
  });
});

describe("Products of matrices of integers keep the last bits", () => {
  const shapes = [
    [
      [2, 3],
      [3, 4],
    ],
    [[3], [3]],
    [
      [2, 1, 2, 3],
      [4, 3, 2],
    ],
    [
      [2, 3],
      [2, 3, 1],
    ],
    [
      [0, 3],
      [3, 2],
    ],
  ];
  test.each(
    (["int32", "int64", "uint32", "uint64"] as const).flatMap((dtype) => shapes.map(([a, b]) => ({ dtype, a, b }))),
  )("$dtype, $a by $b", async ({ dtype, a, b }) => {
    const filledWith = (shape: readonly number[], step: bigint): Tensor => {
      const data = Array.from({ length: elementCount({ shape }) }, (_, index) => (BigInt(index) - 2n) * step - 1n);
      return castTensor(intTensor(shape, data), dtype);
    };
    const op = opTable.find(({ name }) => name === "matMul")!;
    const operands = { a: filledWith(a!, 2n ** 31n + 7n), b: filledWith(b!, 3n ** 38n) };
    const { model, inputs } = opModel(op, operands, {});
    const bytes = encodeOnnx(model);
    const expected = evaluate(model, inputs);
    expect(await runOnnxRuntime(bytes, inputs)).toEqual(expected);
    expect(evaluate(decodeOnnx(bytes), inputs)).toEqual(expected);
  });
});

test.each(["int8", "int32"] as const)("Nothing is left of what is below zero, of %s", async (dtype) => {
  const { expected, given, again } = await results(opTable.find(({ name }) => name === "relu")!, dtype, {});
  expect(given).toEqual(expected);
  expect(again).toEqual(expected);
});

describe("Of integers of both signs and divisors that are not 0", () => {
  const divided = [
    { name: "div", given: {} },
    { name: "mod", given: {} },
    { name: "mod", given: { sign: "a" } },
  ];
  const dtypes = ["int32", "int64", "int8", "uint8"] as const;
  test.each(divided.flatMap((each) => dtypes.map((dtype) => ({ ...each, dtype }))))(
    "$name $given is ONNX Runtime's, in $dtype",
    async ({ name, given, dtype }) => {
      const op = opTable.find((each) => each.name === name)!;
      const a = castTensor(floatTensor([6], [7, -7, 100, -100, 0, -1]), dtype);
      const b = castTensor(floatTensor([2, 1], [3, -4]), dtype);
      const { model, inputs } = opModel(op, { a, b }, given);
      const expected = evaluate(model, inputs);
      expect(await runOnnxRuntime(encodeOnnx(model), inputs)).toEqual(expected);
    },
  );
});

test.each(["int32", "int64", "uint8"] as const)("Of two tensors of %s one is taken at each place", async (dtype) => {
  const op = opTable.find(({ name }) => name === "where")!;
  const condition = castTensor(floatTensor([2, 1], [1, 0]), "bool");
  const { model, inputs } = opModel(op, { condition, a: tensorOf(dtype, 0), b: tensorOf(dtype, 1) }, {});
  expect(await runOnnxRuntime(encodeOnnx(model), inputs)).toEqual(evaluate(model, inputs));
});

describe.each(["gather", "gatherElements", "gatherND", "scatterElements", "scatterND"])("%s", (name) => {
  const op = opTable.find((each) => each.name === name)!;
  const indices = intTensor([2, 2], [1, 2, 0, 1]);
  const updates = name === "scatterElements" ? [2, 2] : [2];

  test.each(op.types["T"]!)("moves %s as it is", async (dtype) => {
    const all = {
      x: tensorOf(dtype, 0),
      indices,
      updates: castTensor(floatTensor(updates, updates.length === 1 ? [9, 1] : [9, 1, 0, 5]), dtype),
    };
    const given = Object.fromEntries(
      Object.entries(all).filter(([slot]) => op.slots.some((each) => each.name === slot)),
    );
    const { model, inputs } = opModel(
      op,
      given as never,
      (name === "gatherND" || name === "scatterND" ? {} : { axis: 1 }) as never,
    );
    const bytes = encodeOnnx(model);
    const expected = evaluate(model, inputs);
    expect(await runOnnxRuntime(bytes, inputs)).toEqual(expected);
    expect(evaluate(decodeOnnx(bytes), inputs)).toEqual(expected);
  });
});

test.each(["int32", "int64"] as const)("A border of %s keeps a value that float32 does not hold", async (dtype) => {
  const pad = opTable.find(({ name }) => name === "pad")!;
  const { expected, given, again } = await results(pad, dtype, { before: [0, 1], after: [0, 0], value: 2 ** 24 + 1 });
  expect(Number(Object.values(expected)[0]!.data[0])).toBe(2 ** 24 + 1);
  expect(given).toEqual(expected);
  expect(again).toEqual(expected);
});

describe("cast", () => {
  const op = opTable.find(({ name }) => name === "cast")!;
  const pairs = op.types["T"]!.flatMap((from) => op.types["U"]!.map((to) => [from, to] as const));
  test.each(pairs)("of %s to %s", async (from, to) => {
    const { expected, given, again } = await results(op, from, { to });
    expect(given).toEqual(expected);
    expect(again).toEqual(expected);
  });
});

test("Every op of data types beyond floats is among those that are tried, or does with them what these do", () => {
  // Those of quantised numbers, whose types are not T alone, stand in quantized.test.ts.
  const wide = opTable.filter(
    ({ types, onnx }) => !isAbsent(onnx) && types["T"]?.some((each) => !each.startsWith("float")) === true,
  );
  expect(wide.map(({ name }) => name).filter((name) => !subjects.some((each) => each.name === name))).toEqual([
    "depthToSpace",
    "div",
    "gather",
    "gatherElements",
    "gatherND",
    "matMul",
    // Of images; in quantized.test.ts.
    "maxPool",
    "mod",
    "pow",
    // ONNX Runtime has no slopes of integers.
    "prelu",
    // ONNX Runtime sums and multiplies integers of 64 bits as doubles.
    "reduceL1",
    "reduceProd",
    "reduceSum",
    "reduceSumSquare",
    "relu",
    // ONNX Runtime resizes no integers of 64 bits.
    "resize",
    "scatterElements",
    "scatterND",
    "spaceToDepth",
    "where",
  ]);
});
