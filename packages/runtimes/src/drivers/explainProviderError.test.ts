import { expect, test } from "vitest";
import { explainProviderError } from "./explainProviderError.js";

// The first two are what ONNX Runtime 1.30 said on a machine without a GPU.
test.each([
  [
    "/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 Initialize(const WebGpuContextConfig&)::<lambda()> " +
      "adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n",
    "no GPU answers to WebGPU: Failed to get a WebGPU adapter: No supported adapters",
  ],
  [
    "OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library",
    "the provider's library is not installed, or a library that it needs is not: Failed to load shared library",
  ],
  ["something\n  new", "something new"],
])("%s", (message, expected) => {
  expect(explainProviderError(new Error(message))).toBe(expected);
});
