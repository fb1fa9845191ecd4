/** The runtimes of browsers, one row each, by the names that pages and Chromium's rows share. */
import type { ModelFormat } from "@linknet-kit/artifacts";

interface BrowserRuntime<Name = string> {
  readonly name: Name;
  /** What it loads. */
  readonly format: ModelFormat;
  /** Where it runs: on the processor in WebAssembly, whose threads can be chosen, or on a GPU. */
  readonly device: "cpu" | "gpu";
  /** As a runtime's; of a GPU it is as much as its adapter says. */
  readonly slowness?: number;
  /** Why no model of float16 runs there, in words, where its target takes them. */
  readonly withoutFloat16?: string;
  /** Whether nodes may run elsewhere, and the runtime tells: WebGL refuses what it cannot run, and tfjs knows one backend. */
  readonly tellsPlaces?: boolean;
}

const rows = [
  { name: "onnxruntime-wasm", format: "onnx", device: "cpu", slowness: 10 },
  { name: "onnxruntime-webgpu", format: "onnx", device: "gpu", tellsPlaces: true },
  {
    name: "onnxruntime-webgl",
    format: "onnx",
    device: "gpu",
    withoutFloat16: "its WebGL operators take float32 alone",
  },
  { name: "tfjs-wasm", format: "tfjs", device: "cpu", slowness: 10 },
  { name: "tfjs-webgl", format: "tfjs", device: "gpu" },
  { name: "tfjs-webgpu", format: "tfjs", device: "gpu" },
] as const satisfies readonly BrowserRuntime[];

export type BrowserRuntimeName = (typeof rows)[number]["name"];

export const browserRuntimeTable: readonly BrowserRuntime<BrowserRuntimeName>[] = rows;

export const browserRuntimeNames: readonly BrowserRuntimeName[] = rows.map(({ name }) => name);

/** The row of that name. */
export function browserRuntime(name: BrowserRuntimeName): BrowserRuntime<BrowserRuntimeName> {
  return browserRuntimeTable.find((row) => row.name === name)!;
}
