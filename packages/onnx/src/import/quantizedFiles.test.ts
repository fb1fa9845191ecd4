/** A network as ONNX Runtime's tools quantise it, beside what ONNX Runtime computes of their files. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Tensor, evaluate, floatTensor, floats, summariseCost } from "@linknet-kit/core";
import { expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import { readOnnx } from "../onnxFile.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";

interface Case {
  readonly file: string;
  readonly outputs: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly data: readonly number[];
  }[];
}

const folder = new URL("../../../../fixtures/quantized/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("cases.json", folder), "utf8")) as readonly Case[];

/** As fixtures/README.md says. */
const x = floatTensor(
  [1, 3, 16, 24],
  Array.from({ length: 3 * 16 * 24 }, (_, index) => ((7919 * index) % 257) / 128 - 1),
);

/**
 * The step of the output `h` in `qdq.onnx`. Its last pool takes means of four quantised numbers, a fourth of which lie between two steps: ONNX
 * Runtime takes one or the other there, as it sums, and another one when it optimises.
 */
const STEP = 0.0063334;
/** How many elements are another one than the file's, of 96. */
const BETWEEN = 5;

/** How many elements are off, each by one step at most. */
function off(given: Tensor | undefined, { shape, data }: Case["outputs"][number]): number {
  expect(given!.shape).toEqual(shape);
  const errors = Array.from(floats(given!), (value, index) => Math.abs(value - data[index]!));
  expect(Math.max(...errors)).toBeLessThan(STEP * 1.01);
  return errors.filter((error) => error > 1e-6).length;
}

test.each(cases)("$file computes what it does in ONNX Runtime, as read, as written and as read again", async (each) => {
  const model = await readOnnx(fileURLToPath(new URL(each.file, folder)));
  const written = encodeOnnx(model);
  for (const given of [
    evaluate(model, { x }),
    evaluate(decodeOnnx(written), { x }),
    await runOnnxRuntime(written, { x }),
  ]) {
    const counts = each.outputs.map((output) => off(given[output.name], output));
    expect(Math.max(...counts)).toBeLessThanOrEqual(each.file === "qdq.onnx" ? BETWEEN : 0);
  }
});

test("All of them cost the multiplications of the network", async () => {
  const macs = [];
  for (const { file } of cases)
    macs.push(summariseCost((await readOnnx(fileURLToPath(new URL(file, folder)))).graph).macs);
  // The stem, the block, the depthwise convolution, the excitation, the head, and the linear layer.
  const counted = 96 * 8 * 27 + 24 * 8 * (8 + 4) * 9 + 24 * 8 * 9 + 8 * 8 + 96 * 4 * 16 + 4 * 5;
  expect(macs).toEqual([counted, counted, counted]);
});
