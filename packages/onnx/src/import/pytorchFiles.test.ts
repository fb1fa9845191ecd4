/** Networks that PyTorch wrote, beside what PyTorch computed with them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type DType, type Tensor, castTensor, evaluate, floatTensor, summariseCost } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { differences } from "../runtime.test.fixture.js";
import { readOnnx } from "../onnxFile.js";

interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

interface Case {
  readonly file: string;
  /** Where it is a network of operators that are read here. */
  readonly macs?: number;
  readonly inputs: readonly Value[];
  readonly outputs: readonly (Value & { readonly data: readonly number[] })[];
}

const folder = new URL("../../../../fixtures/pytorch/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("cases.json", folder), "utf8")) as readonly Case[];
const TOLERANCES: Readonly<Partial<Record<DType, number>>> = { float16: 2e-3, float32: 1e-5 };

/** As fixtures/README.md says. */
function inputOf({ shape, dtype }: Value): Tensor {
  const elements = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: elements }, (_, index) => ((7919 * index) % 257) / 128 - 1);
  return castTensor(floatTensor(shape, values), dtype as "float32");
}

const networks = cases.flatMap(({ macs, ...each }) => (macs === undefined ? [] : [{ ...each, macs }]));

test.each(networks)("$file computes and costs what it does in PyTorch", async ({ file, macs, inputs, outputs }) => {
  const inputShapes = Object.fromEntries(inputs.map(({ name, shape }) => [name, shape]));
  const model = await readOnnx(fileURLToPath(new URL(file, folder)), { inputShapes });
  const computed = evaluate(model, Object.fromEntries(inputs.map((input) => [input.name, inputOf(input)])));
  for (const { name, dtype, shape, data } of outputs) {
    const expected = { [name]: castTensor(floatTensor(shape, data), dtype as "float32") };
    expect(differences(computed, expected, TOLERANCES[dtype])).toEqual([]);
  }
  expect(summariseCost(model.graph).macs).toBe(macs);
});
