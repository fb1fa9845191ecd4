import { floatTensor, intTensor } from "@linknet-kit/core";
import type { ModelArtifacts } from "@linknet-kit/tfjs/artifacts";
import { expect, test } from "vitest";
import { packArtifact, packTensors, unpackArtifact, unpackTensors } from "./wire.js";

test("Tensors arrive as they are sent, whatever their types, lengths and names", () => {
  const tensors = {
    logits: floatTensor([1, 3], Float32Array.of(1.5, Number.NaN, -0)),
    "größe/indices": intTensor([2, 1], [5, 2 ** 40]),
    nothing: floatTensor([0, 4]),
    half: { dtype: "float16", shape: [3], data: Uint16Array.of(0x3c00, 1, 0xffff) },
  } as const;
  expect(unpackTensors(packTensors(tensors).buffer)).toEqual(tensors);
});

test("A view into a larger buffer is sent alone", () => {
  const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  expect(unpackTensors(packTensors({ y: floatTensor([2], data) }).buffer)["y"]!.data).toEqual(Float32Array.of(2, 3));
});

test("Artifacts arrive as they are sent", () => {
  const bytes = Uint8Array.of(8, 7, 6);
  expect(unpackArtifact(packArtifact({ format: "onnx", bytes }).buffer)).toEqual({ format: "onnx", bytes });
  const withFiles = { format: "onnx", bytes, beside: [{ path: "a/b.bin", bytes: Uint8Array.of(1, 2) }] } as const;
  expect(unpackArtifact(packArtifact(withFiles).buffer)).toEqual(withFiles);
  const weightData = Uint8Array.of(1, 2, 3).buffer;
  const artifacts = { modelTopology: { node: [] }, weightSpecs: [], weightData } as unknown as ModelArtifacts;
  expect(unpackArtifact(packArtifact({ format: "tfjs", artifacts }).buffer)).toEqual({ format: "tfjs", artifacts });
});

test("Bytes that are cut short are an error", () => {
  const bytes = packTensors({ y: floatTensor([64]) });
  expect(() => unpackTensors(bytes.slice(0, 100).buffer)).toThrow(RangeError);
});
