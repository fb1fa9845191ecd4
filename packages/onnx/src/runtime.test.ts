/** What is written computes, in ONNX Runtime, what the reference computes. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { castTensor, decompositions, evaluate, isAbsent, toFloat16 } from "@linknet-kit/core";
import { type CaseModel, caseModels } from "@linknet-kit/core/cases";
import { describe, expect, test } from "vitest";
import { disputedCases, laterCases, writableCases } from "./cases.test.fixture.js";
import { encodeOnnx } from "./encode/encodeOnnx.js";
import { writeOnnx } from "./encode/writeOnnx.js";
import { decodeOnnx } from "./import/decodeOnnx.js";
import { DisputedFormError, NoOperatorError, findForm } from "./nodeForm.js";
import { HIGHEST_OPSET, LOWEST_OPSET } from "./opsets.js";
import { differences, runOnnxRuntime } from "./runtime.test.fixture.js";
import { smallModel, tiedImage } from "./smallNetwork.test.fixture.js";

const opsets = Array.from({ length: HIGHEST_OPSET - LOWEST_OPSET + 1 }, (_, index) => LOWEST_OPSET + index);

/** In which the case can be written. */
function lowestOpset({ op, model }: CaseModel): number {
  if (decompositions.has(op)) return LOWEST_OPSET;
  return opsets.find((opset) => findForm(model.graph.nodes[0]!, opset) !== undefined)!;
}

describe("every case of every op", () => {
  test.each(disputedCases)("$name is refused", ({ model }) => {
    expect(() => encodeOnnx(model)).toThrow(DisputedFormError);
  });

  test("an op that ONNX does not have is refused", () => {
    const { op, model } = caseModels.find((each) => isAbsent(each.op.onnx))!;
    expect(() => encodeOnnx(model)).toThrow(NoOperatorError);
    expect(() => encodeOnnx(model)).toThrow(`ONNX has no operator for ${op.name}: its images are channels-first`);
  });

  test.each(writableCases)("$name", async (each) => {
    const { model, inputs } = each;
    const expected = evaluate(model, inputs);
    for (const opset of new Set([lowestOpset(each), 17, HIGHEST_OPSET])) {
      expect(differences(await runOnnxRuntime(encodeOnnx(model, { opset }), inputs), expected)).toEqual([]);
    }
  });
});

describe("every case of what ONNX has only since later opsets", () => {
  test.each(laterCases)("$name", async (each) => {
    const [{ model, inputs }, opset] = [each, lowestOpset(each)];
    expect(() => encodeOnnx(model, { opset: opset - 1 })).toThrow(`needs opset ${opset}`);
    const bytes = encodeOnnx(model, { opset });
    const expected = evaluate(model, inputs);
    expect(differences(await runOnnxRuntime(bytes, inputs), expected)).toEqual([]);
    expect(differences(evaluate(decodeOnnx(bytes), inputs), expected, 0)).toEqual([]);
  });
});

describe("every case of every op in float16", () => {
  test.each(writableCases)("$name", async ({ model, inputs }) => {
    const half = toFloat16().run(model);
    const given = await runOnnxRuntime(encodeOnnx(half), inputs);
    // Sums are kept in other precisions and orders before they are rounded: a step and a half of float16.
    expect(differences(given, evaluate(half, inputs), 1.5 * 2 ** -11)).toEqual([]);
  });
});

describe("a network of all ops", () => {
  test.each(opsets)("in opset %i", async (opset) => {
    const model = smallModel({ height: 9, width: 7 });
    const inputs = { image: tiedImage({ height: 9, width: 7 }) };
    expect(differences(await runOnnxRuntime(encodeOnnx(model, { opset }), inputs), evaluate(model, inputs))).toEqual(
      [],
    );
  });

  test.each([
    { batch: 2, height: 8, width: 6 },
    { batch: 2, height: 9, width: 7 },
    { batch: 3, height: 4, width: 5 },
  ])("with a batch of $batch, $width x $height", async (size) => {
    const model = smallModel(size);
    const inputs = { image: tiedImage(size) };
    expect(differences(await runOnnxRuntime(encodeOnnx(model), inputs), evaluate(model, inputs))).toEqual([]);
  });

  test.each([1, 3])("written for any batch, with a batch of %i", async (batch) => {
    const bytes = encodeOnnx(smallModel({ height: 9, width: 7 }), { dynamicBatch: true });
    const inputs = { image: tiedImage({ batch, height: 9, width: 7 }) };
    expect(
      differences(await runOnnxRuntime(bytes, inputs), evaluate(smallModel({ batch, height: 9, width: 7 }), inputs)),
    ).toEqual([]);
  });

  test.each([11, 13, 17, 21])("in float16, opset %i", async (opset) => {
    const half = toFloat16().run(smallModel({ height: 9, width: 7 }));
    const inputs = { image: tiedImage({ height: 9, width: 7 }) };
    expect(
      differences(await runOnnxRuntime(encodeOnnx(half, { opset }), inputs), evaluate(half, inputs), 2 ** -8),
    ).toEqual([]);
  });

  test("in float16, inputs and outputs too", async () => {
    const half = toFloat16({ keepIoTypes: false }).run(smallModel({ height: 9, width: 7 }));
    const inputs = { image: castTensor(tiedImage({ height: 9, width: 7 }), "float16") };
    expect(differences(await runOnnxRuntime(encodeOnnx(half), inputs), evaluate(half, inputs), 2 ** -8)).toEqual([]);
  });

  test("with its weights in a second file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "onnx-"));
    try {
      const path = join(folder, "small.onnx");
      const model = smallModel({ height: 9, width: 7 });
      const { files } = await writeOnnx(model, path, { externalDataBytes: 1000 });
      expect(files).toEqual([path, `${path}.data`]);
      expect((await readdir(folder)).toSorted()).toEqual(["small.onnx", "small.onnx.data"]);
      const inputs = { image: tiedImage({ height: 9, width: 7 }) };
      expect(differences(await runOnnxRuntime(path, inputs), evaluate(model, inputs))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
