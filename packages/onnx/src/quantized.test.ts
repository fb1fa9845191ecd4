/** Ops of quantised numbers in the types that they take, of random numbers, beside ONNX Runtime, to the last bit. */
import {
  type DType,
  type Tensor,
  castTensor,
  elementCount,
  evaluate,
  floatTensor,
  opTable,
  seededUniform,
} from "@linknet-kit/core";
import { opModel } from "@linknet-kit/core/cases";
import { expect, test } from "vitest";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { decodeOnnx } from "./import/decodeOnnx.js";
import { runOnnxRuntime } from "./runtime.test.fixture.js";

type Whole = "uint8" | "int8" | "int32";
type Shape = readonly number[];

/** Random numbers of one test. */
class Draw {
  readonly #uniform;

  constructor(name: string) {
    this.#uniform = seededUniform(1, name);
  }

  /** From `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + ((this.#uniform() >>> 0) % (high - low + 1));
  }

  one<Each>(...all: readonly Each[]): Each {
    return all[this.integer(0, all.length - 1)]!;
  }

  shape(rank: number): Shape {
    return Array.from({ length: rank }, () => this.integer(1, 5));
  }

  #filled(shape: Shape, value: () => number): Tensor {
    return floatTensor(shape, Array.from({ length: elementCount({ shape }) }, value));
  }

  /** Quarters, so that halves are among the quotients. */
  quarters(shape: Shape, most = 400): Tensor {
    return this.#filled(shape, () => this.integer(-most, most) / 4);
  }

  scale(shape: Shape, size = 0.01): Tensor {
    return this.#filled(shape, () => this.integer(1, 200) * size);
  }

  whole(dtype: Whole, shape: Shape): Tensor {
    const [low, high] = { uint8: [0, 255], int8: [-128, 127], int32: [-9000, 9000] }[dtype] as [number, number];
    return castTensor(
      this.#filled(shape, () => this.integer(low, high)),
      dtype,
    );
  }
}

const bytes = ["uint8", "int8"] as const;
/** What ONNX Runtime takes as weights to images, or matrices, of a type. */
const weightsFor = (dtype: DType) => (dtype === "uint8" ? bytes : (["int8"] as const));

interface Drawn {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly given: object;
}

function scaling(draw: Draw): { readonly x: Shape; readonly scale: Shape; readonly given: object } {
  const x = draw.shape(draw.integer(1, 4));
  const axis = draw.integer(0, x.length - 1);
  const way = draw.one("all", "axis", "block");
  if (way === "all") return { x, scale: draw.one([], [1]), given: {} };
  if (way === "axis") return { x, scale: [x[axis]!], given: { axis: draw.one(axis, axis - x.length) } };
  const block = draw.integer(1, 3);
  return { x, scale: x.with(axis, Math.ceil(x[axis]! / block)), given: { axis, block } };
}

function convolution(draw: Draw): Drawn & { readonly filters: number } {
  const [groups, spatial] = [draw.integer(1, 2), draw.integer(1, 2)];
  const [channels, filters] = [groups * draw.integer(1, 3), groups * draw.integer(1, 3)];
  const each = (low: number, high: number) => Array.from({ length: spatial }, () => draw.integer(low, high));
  const dtype = draw.one(...bytes);
  const x = draw.whole(dtype, [draw.integer(1, 2), channels, ...each(4, 8)]);
  const weight = draw.whole(draw.one(...weightsFor(dtype)), [filters, channels / groups, ...each(1, 3)]);
  const padding = { begin: each(0, 2), end: each(0, 2) };
  return { tensors: { x, weight }, given: { groups, stride: each(1, 3), padding }, filters };
}

function matrices(draw: Draw): Drawn & { readonly columns: number } {
  const [rows, inner, columns] = [draw.integer(1, 5), draw.integer(1, 9), draw.integer(1, 5)];
  const dtype = draw.one(...bytes);
  const a = draw.whole(dtype, [...draw.one([], [2], [2, 3]), rows, inner]);
  return { tensors: { a, b: draw.whole(draw.one(...weightsFor(dtype)), [inner, columns]) }, given: {}, columns };
}

const typeOf = (tensor: Tensor | undefined) => tensor!.dtype as Whole;

const draws: Readonly<Record<string, (draw: Draw) => Drawn>> = {
  quantizeLinear: (draw) => {
    const { x, scale, given } = scaling(draw);
    const zeroPoint = draw.whole(draw.one(...bytes), scale);
    return { tensors: { x: draw.quarters(x), scale: draw.scale(scale, 0.25), zeroPoint }, given };
  },
  dequantizeLinear: (draw) => {
    const { x, scale, given } = scaling(draw);
    const dtype = draw.one("uint8", "int8", "int32");
    const zeroPoint = dtype !== "int32" && draw.one(true, false) && { zeroPoint: draw.whole(dtype, scale) };
    return { tensors: { x: draw.whole(dtype, x), scale: draw.scale(scale), ...zeroPoint }, given };
  },
  dynamicQuantizeLinear: (draw) => ({ tensors: { x: draw.quarters(draw.shape(draw.integer(1, 4))) }, given: {} }),
  convInteger: (draw) => {
    const { tensors, given } = convolution(draw);
    const xZeroPoint = draw.whole(typeOf(tensors["x"]), []);
    return { tensors: { ...tensors, ...draw.one({}, { xZeroPoint }) }, given };
  },
  qLinearConv: (draw) => {
    const { tensors, given, filters } = convolution(draw);
    const parameters = {
      xScale: draw.scale([]),
      xZeroPoint: draw.whole(typeOf(tensors["x"]), []),
      weightScale: draw.scale([filters]),
      weightZeroPoint: castTensor(floatTensor([filters], Array<number>(filters).fill(3)), typeOf(tensors["weight"])),
      yScale: draw.scale([], 10),
      yZeroPoint: draw.whole(typeOf(tensors["x"]), []),
    };
    const bias = draw.whole("int32", [filters]);
    return { tensors: { ...tensors, ...parameters, ...draw.one({}, { bias }) }, given };
  },
  maxPool: (draw) => {
    const each = (low: number, high: number) => [draw.integer(low, high), draw.integer(low, high)];
    const x = draw.whole(draw.one(...bytes), [2, 2, ...each(4, 7)]);
    return {
      tensors: { x },
      given: { kernel: each(2, 3), stride: each(1, 3), padding: { begin: each(0, 1), end: each(0, 1) } },
    };
  },
  matMulInteger: (draw) => {
    const { tensors, given, columns } = matrices(draw);
    const aZeroPoint = draw.whole(typeOf(tensors["a"]), []);
    const bZeroPoint = draw.whole(typeOf(tensors["b"]), draw.one([], [columns]));
    return { tensors: { ...tensors, ...draw.one({}, { aZeroPoint, bZeroPoint }) }, given };
  },
  qLinearMatMul: (draw) => {
    const { tensors, given, columns } = matrices(draw);
    const scale = draw.one([], [columns]);
    const parameters = {
      aScale: draw.scale([]),
      aZeroPoint: draw.whole(typeOf(tensors["a"]), []),
      bScale: draw.scale(scale),
      bZeroPoint: draw.whole(typeOf(tensors["b"]), scale),
      yScale: draw.scale([], 10),
      yZeroPoint: draw.whole(typeOf(tensors["a"]), []),
    };
    return { tensors: { ...tensors, ...parameters }, given };
  },
};

test.each(Object.entries(draws))(
  "%s is ONNX Runtime's, and the same when it was written and read",
  async (name, of) => {
    const op = opTable.find((each) => each.name === name)!;
    const draw = new Draw(name);
    for (let round = 0; round < 60; round += 1) {
      const { tensors, given } = of(draw);
      const { model, inputs } = opModel(op, tensors, given as never);
      const [expected, written] = [evaluate(model, inputs), encodeOnnx(model, { opset: 21 })];
      const types = Object.values(tensors).map(({ dtype, shape }) => `${dtype} ${shape.join("x")}`);
      expect({ types, given, y: await runOnnxRuntime(written, inputs) }).toEqual({ types, given, y: expected });
      expect(evaluate(decodeOnnx(written), inputs)).toEqual(expected);
    }
  },
);
