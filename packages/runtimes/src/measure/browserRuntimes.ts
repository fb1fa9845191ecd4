/** The runtimes of browsers, by the names that pages and Chromium's rows share. */
import type { ModelFormat } from "@linknet-kit/artifacts";

export const browserRuntimeNames = [
  "onnxruntime-wasm",
  "onnxruntime-webgpu",
  "onnxruntime-webgl",
  "tfjs-wasm",
  "tfjs-webgl",
  "tfjs-webgpu",
] as const;

export type BrowserRuntimeName = (typeof browserRuntimeNames)[number];

/** What one of them loads. */
export function browserFormatOf(name: BrowserRuntimeName): ModelFormat {
  return name.startsWith("tfjs") ? "tfjs" : "onnx";
}
