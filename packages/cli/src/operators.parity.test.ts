/** Files of single operators, whose right values are known, by the reference and by every runtime in Node that a file can be written for. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { LinknetError } from "@linknet-kit/base";
import { type DType, type Model, type Tensor, castTensor, evaluate, floatTensor, mapRecord } from "@linknet-kit/core";
import { readOnnx } from "@linknet-kit/onnx";
import type { RunModel } from "@linknet-kit/runtimes/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIMES_IN_NODE, runnerOf } from "./runtimes.test.fixture.js";

interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Case {
  readonly file: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

const fixtures = new URL("../../../fixtures/operators/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("cases.json", fixtures), "utf8")) as readonly Case[];

/** What graph models cannot express, by the file. */
const REFUSED: Readonly<Record<string, string>> = {
  "arg-max-of-equals.onnx": "finds the first of equals",
  "max-unpool.onnx": "its indices are not read",
  "qlinear-conv-u8s8.onnx": "no whole numbers of 8 bits",
  "qlinear-conv-u8u8.onnx": "no whole numbers of 8 bits",
};

const tensorsOf = (values: readonly Value[]): Record<string, Tensor> =>
  Object.fromEntries(
    values.map(({ name, dtype, shape, data }) => [name, castTensor(floatTensor(shape, data), dtype as "float32")]),
  );

/** Of every output the numbers, and the shape; the types of integers are the runtime's own. */
function numbersOf(tensors: Readonly<Record<string, Tensor>>) {
  return mapRecord(tensors, (tensor) => ({
    shape: tensor.shape,
    data: Array.from(tensor.dtype === "float16" ? castTensor(tensor, "float32").data : tensor.data, Number),
  }));
}

/** Of errors of ours alone. */
function messageOf(error: unknown): string {
  if (error instanceof LinknetError) return error.message;
  throw error;
}

/** What is not as it should be, in words. */
function problems(given: Readonly<Record<string, Tensor>>, outputs: readonly Value[]): readonly string[] {
  const numbers = numbersOf(given);
  const names = Object.keys(numbers).join(", ");
  const wanted = outputs.map(({ name }) => name).join(", ");
  if (names !== wanted) return [`gives ${names} instead of ${wanted}`];
  return outputs.flatMap(({ name, dtype, shape, data }) => {
    const tolerance = dtype === "float16" ? 1e-3 : 1e-6;
    const { shape: sides, data: values } = numbers[name]!;
    const isNear = data.every(
      (value, index) => Math.abs(value - values[index]!) <= tolerance * Math.max(1, Math.abs(value)),
    );
    return sides.join("x") === shape.join("x") && isNear ? [] : [`${name} is ${sides.join("x")}: ${values.join(", ")}`];
  });
}

let folder: string;
const models = new Map<string, Model>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "linknet-operators-"));
  for (const { file } of cases) models.set(file, await readOnnx(fileURLToPath(new URL(file, fixtures))));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test.each(cases)("$file by the reference", ({ file, inputs, outputs }) => {
  expect(problems(evaluate(models.get(file)!, tensorsOf(inputs)), outputs)).toEqual([]);
});

describe.each(RUNTIMES_IN_NODE)("%s", (name) => {
  let run: RunModel;
  beforeAll(async () => {
    run = await runnerOf(name, folder);
  });

  test.each(cases)("$file", async ({ file, inputs, outputs }) => {
    const isTfjs = name.startsWith("tfjs/");
    // What is float16 in a file is float32 there.
    const fed = mapRecord(tensorsOf(inputs), (each) =>
      isTfjs && each.dtype === "float16" ? castTensor(each, "float32") : each,
    );
    const given = run(models.get(file)!, fed);
    const reason = isTfjs ? REFUSED[file] : undefined;
    const outcome = given.then((results) => problems(results, outputs).join("; "), messageOf);
    expect(await outcome).toContain(reason ?? "");
    expect((await outcome) === "").toBe(reason === undefined);
  });
});
