import type { LoadedArtifact } from "@linknet-kit/browser/worker";
import { printType, scrambledWeights, toFloat16 } from "@linknet-kit/core";
import { oneNodeBytes } from "@linknet-kit/fixtures";
import { buildNetwork } from "@linknet-kit/models";
import { encodeOnnx } from "@linknet-kit/onnx";
import { encodeTfjs } from "@linknet-kit/tfjs";
import { describe, expect, test } from "vitest";
import { type OpenedSource, artifactOf, inputsOf, openSource } from "./openSource.js";

const size = { width: 64, height: 48 };
const axes = { size, batch: 1 };
const graph = buildNetwork("enet", { size, width: 0.25 });
const model = { graph, weights: scrambledWeights(graph, 3) };
const onnx = encodeOnnx(model) as Uint8Array<ArrayBuffer>;

function takes({ inputs }: OpenedSource): readonly string[] {
  return inputs.map(({ name, type }) => `${name} ${printType(type)}`);
}

test("A network has the size that is asked for", () => {
  expect(takes(openSource({ kind: "network", name: "linknet" }, axes))).toEqual(["image float32[1x3x48x64]"]);
});

describe("An ONNX file", () => {
  test("with fixed sizes is loaded as it is, whatever size is asked for", () => {
    const opened = openSource(
      { kind: "onnx", name: "a", bytes: onnx },
      { size: { width: 320, height: 240 }, batch: 2 },
    );
    expect(takes(opened)).toEqual(["image float32[1x3x48x64]"]);
    expect(artifactOf(opened, "onnx")).toEqual({ format: "onnx", bytes: onnx });
    expect(artifactOf(opened, "tfjs").format).toBe("tfjs");
  });

  test("of float16 is fed float32 where it is made for tfjs, and float16 everywhere else", () => {
    const bytes = encodeOnnx(toFloat16({ keepIoTypes: false }).run(model)) as Uint8Array<ArrayBuffer>;
    const opened = openSource({ kind: "onnx", name: "a", bytes }, axes);
    expect(takes(opened)).toEqual(["image float16[1x3x48x64]"]);
    expect(takes({ ...opened, inputs: inputsOf(opened, "onnx") })).toEqual(["image float16[1x3x48x64]"]);
    expect(takes({ ...opened, inputs: inputsOf(opened, "tfjs") })).toEqual(["image float32[1x3x48x64]"]);
    const made = artifactOf(opened, "tfjs") as Extract<LoadedArtifact, { format: "tfjs" }>;
    expect(
      takes({ ...opened, inputs: openSource({ kind: "tfjs", name: "a", artifacts: made.artifacts }, axes).inputs }),
    ).toEqual(["image float32[1x3x48x64]"]);
  });

  test("whose batch is open is run with as many images as are asked for", () => {
    const bytes = encodeOnnx(model, { dynamicBatch: true }) as Uint8Array<ArrayBuffer>;
    const opened = openSource({ kind: "onnx", name: "a", bytes }, { size, batch: 2 });
    expect(takes(opened)).toEqual(["image float32[2x3x48x64]"]);
    expect(opened.declared).toEqual(["image (float32[batch x 3 x 48 x 64])"]);
    expect(opened.given).toBeUndefined();
  });

  test.each([
    ["of an operator", { op: "QuickGelu", domain: "com.microsoft", type: 1, shape: ["n", 2] }, "x float32[3x2]"],
    ["of an operator's form", { op: "MaxUnpool", type: 1, shape: ["n", 2] }, "x float32[3x2]"],
  ])("%s that is unknown here is left to a runtime, and is fed what it declares", (_, written, expected) => {
    const bytes = oneNodeBytes(written);
    const opened = openSource({ kind: "onnx", name: "a", bytes }, { size, batch: 3 });
    expect(takes(opened)).toEqual([expected]);
    expect(opened.model).toBeUndefined();
    expect(artifactOf(opened, "onnx")).toEqual({ format: "onnx", bytes });
    expect(() => artifactOf(opened, "tfjs")).toThrow(/cannot be converted for tfjs/);
  });

  test.each([
    ["text", 8, "STRING"],
    ["numbers of a type that is not known", 16, "BFLOAT16"],
  ])("that takes %s is refused by the input's name", (_, type, name) => {
    const bytes = oneNodeBytes({ op: "Identity", type, shape: ["n"] });
    expect(() => openSource({ kind: "onnx", name: "a", bytes }, axes)).toThrow(`input "x" is ${name}`);
  });

  test("that is none says so", () => {
    const bytes = new TextEncoder().encode("nothing");
    expect(() => openSource({ kind: "onnx", name: "a", bytes }, axes)).toThrow(/no complete ONNX model/);
  });
});

describe("A tfjs model", () => {
  const artifacts = encodeTfjs(model);
  const tfjs = { kind: "tfjs", name: "a", artifacts } as const;

  test("says what it takes in its signature, and is for tfjs alone", () => {
    const opened = openSource(tfjs, axes);
    expect(takes(opened)).toEqual(["image float32[1x3x48x64]"]);
    expect(() => artifactOf(opened, "onnx")).toThrow(/cannot be converted for ONNX Runtime/);
  });

  test("with open sizes takes an image of the size that is asked for", () => {
    const open = JSON.parse(JSON.stringify(artifacts.signature).replaceAll(/"size":"?\d+"?/g, '"size":"-1"')) as {};
    const opened = openSource(
      { ...tfjs, artifacts: { ...artifacts, signature: open } },
      { size: { width: 320, height: 240 }, batch: 2 },
    );
    expect(takes(opened)).toEqual(["image float32[2x3x240x320]"]);
  });

  test("without a signature says what it takes by its placeholders", () => {
    expect(takes(openSource({ ...tfjs, artifacts: { ...artifacts, signature: {} } }, axes))).toEqual([
      "image float32[1x3x48x64]",
    ]);
  });
});
