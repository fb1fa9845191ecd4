/** The runtimes of browsers, by the names that pages and Chromium's rows share. */

export const browserRuntimeNames = [
  "onnxruntime-wasm",
  "onnxruntime-webgpu",
  "onnxruntime-webgl",
  "tfjs-wasm",
  "tfjs-webgl",
  "tfjs-webgpu",
] as const;

export type BrowserRuntimeName = (typeof browserRuntimeNames)[number];
