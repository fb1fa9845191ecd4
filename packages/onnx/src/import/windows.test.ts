/** What slides over lines, images and volumes, with attributes at random as files may have them, beside ONNX Runtime. */
import { LinknetError } from "@linknet-kit/base";
import { type Tensor, elementCount, evaluate, floatTensor, seededUniform } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import type { onnx } from "../onnxProto.js";
import { type Tensors, differences, runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { attribute, bytesOf, ints, node, value } from "./proto.test.fixture.js";

type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

interface Drawn {
  readonly x: readonly number[];
  readonly weight?: readonly number[];
  readonly opsets: readonly number[];
  readonly attributes: Attributes;
}

const ROUNDS = 120;

class Draw {
  readonly #bits;

  constructor(name: string) {
    this.#bits = seededUniform(2, name);
  }

  /** From `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + ((this.#bits() >>> 0) % (high - low + 1));
  }

  one<Each>(...all: readonly Each[]): Each {
    return all[this.integer(0, all.length - 1)]!;
  }

  each(count: number, low: number, high: number): readonly number[] {
    return Array.from({ length: count }, () => this.integer(low, high));
  }

  /** Padding as numbers, as a word, or none. */
  padding(kernel: readonly number[], most: number): Attributes {
    const ends = [...kernel, ...kernel].map((side) => this.integer(0, Math.min(most, side - 1)));
    const word = { auto_pad: this.one("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET") };
    return this.one<Attributes>({}, { pads: ends }, { pads: ends }, word);
  }
}

function pool(draw: Draw): Drawn {
  const axes = draw.one(1, 2, 2, 3);
  const kernel = draw.each(axes, 1, 3);
  const sliding = { kernel_shape: kernel, ...draw.one<Attributes>({}, { strides: draw.each(axes, 1, 3) }) };
  const x = [draw.integer(1, 2), draw.integer(1, 2), ...draw.each(axes, 3, 8)];
  const attributes = { ...sliding, ...draw.padding(kernel, 2), ...draw.one<Attributes>({}, { ceil_mode: 1 }) };
  return { x, opsets: [10, 17, 21], attributes };
}

function convolution(draw: Draw, isTransposed: boolean): Drawn {
  const axes = draw.one(1, 2, 2, 3);
  const [group, channels, filters] = [draw.integer(1, 2), draw.integer(1, 2), draw.integer(1, 2)];
  const [kernel, strides, dilations] = [draw.each(axes, 1, 3), draw.each(axes, 1, 3), draw.each(axes, 1, 2)];
  const weight = isTransposed ? [group * channels, filters, ...kernel] : [group * filters, channels, ...kernel];
  const sliding = {
    group,
    ...draw.one<Attributes>({}, { kernel_shape: kernel }),
    strides,
    ...draw.one({}, { dilations }),
  };
  const beyond = { output_padding: strides.map((stride) => draw.integer(0, stride - 1)) };
  const x = [draw.integer(1, 2), group * channels, ...draw.each(axes, isTransposed ? 1 : 4, 7)];
  const sizes = {
    output_shape: x.slice(2).map((side, axis) => Math.max(1, side * strides[axis]! + draw.integer(-1, 2))),
  };
  const more = isTransposed ? draw.one<Attributes>({}, beyond, sizes) : {};
  return { x, weight, opsets: [7, 11, 21], attributes: { ...sliding, ...draw.padding(kernel, 2), ...more } };
}

const operators: Readonly<Record<string, (draw: Draw) => Drawn>> = {
  AveragePool: (draw) => {
    const drawn = pool(draw);
    return { ...drawn, attributes: { ...drawn.attributes, count_include_pad: draw.integer(0, 1) } };
  },
  Conv: (draw) => convolution(draw, false),
  ConvTranspose: (draw) => convolution(draw, true),
  MaxPool: (draw) => {
    const drawn = pool(draw);
    const dilations = drawn.x.slice(2).map(() => draw.integer(1, 2));
    return { ...drawn, attributes: { ...drawn.attributes, ...draw.one({}, { dilations }) } };
  },
};

function written([name, given]: readonly [string, Attributes[string]]): onnx.IAttributeProto {
  if (typeof given === "number") return attribute("INT", name, { i: given });
  if (typeof given === "string") return attribute("STRING", name, { s: new TextEncoder().encode(given) });
  return ints(name, ...given);
}

/** Eighths in no simple order. */
const filled = (shape: readonly number[]): Tensor =>
  floatTensor(
    shape,
    Array.from({ length: elementCount({ shape }) }, (_, index) => ((index * 37) % 41) / 8 - 2.5),
  );

function fileOf(operator: string, { x, weight, attributes }: Drawn, version: number): Uint8Array {
  const sides = x.map((_, axis) => `side ${axis}`);
  const tensors = weight
    ? [{ name: "w", dims: [...weight], dataType: 1, floatData: [...(filled(weight).data as Float32Array)] }]
    : [];
  return bytesOf({
    node: [node(operator, weight ? ["x", "w"] : ["x"], ["y"], { attribute: Object.entries(attributes).map(written) })],
    input: [value("x", ...x)],
    output: [value("y", ...sides)],
    initializer: tensors,
    model: { opsetImport: [{ version }] },
  });
}

/** Nothing where ONNX Runtime, or this project, refuses the file. */
async function computed(bytes: Uint8Array, x: Tensor): Promise<readonly [Tensors, Tensors, Tensors] | undefined> {
  const expected = await runOnnxRuntime(bytes, { x }).catch(() => undefined);
  if (expected === undefined) return undefined;
  try {
    const model = decodeOnnx(bytes);
    return [expected, evaluate(model, { x }), await runOnnxRuntime(encodeOnnx(model), { x })];
  } catch (error) {
    if (error instanceof LinknetError) return undefined;
    throw error;
  }
}

test.each(Object.entries(operators))("%s is ONNX Runtime's, as read and as written again", async (operator, of) => {
  const draw = new Draw(operator);
  let compared = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const drawn = of(draw);
    const opset = draw.one(...drawn.opsets);
    const results = await computed(fileOf(operator, drawn, opset), filled(drawn.x));
    if (results === undefined) continue;
    const [expected, ...all] = results;
    const wrong = all.flatMap((given) => differences(given, expected));
    expect({ ...drawn, opset, wrong }).toEqual({ ...drawn, opset, wrong: [] });
    compared += 1;
  }
  expect(compared).toBeGreaterThan(ROUNDS / 2);
});
