/** tfjs's packages, which find each other only where they are loaded as CommonJS. */
import { dirname } from "node:path";
import { peers } from "../../peers.js";

export type TfjsModule = typeof import("@tensorflow/tfjs-core") &
  Pick<typeof import("@tensorflow/tfjs-converter"), "loadGraphModel">;

/** tfjs without a backend. */
export function loadTfjs(): TfjsModule {
  const core = peers.load("@tensorflow/tfjs-core") as typeof import("@tensorflow/tfjs-core");
  const { loadGraphModel } = peers.load("@tensorflow/tfjs-converter") as typeof import("@tensorflow/tfjs-converter");
  // Without this it recommends tfjs-node to whoever uses another backend.
  core.enableProdMode();
  return { ...core, loadGraphModel };
}

/** Registers the backend that computes in JavaScript. */
export function loadCpuBackend(): void {
  peers.load("@tensorflow/tfjs-backend-cpu");
}

/** Registers the backend on WebAssembly, with its binaries beside it. */
export function loadWasmBackend(): void {
  const wasm = peers.load("@tensorflow/tfjs-backend-wasm") as typeof import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`${dirname(peers.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
}

/** The backend on WebGPU, which registers itself only where it finds a GPU to ask. */
export function loadWebgpuBackend(): void {
  peers.load("@tensorflow/tfjs-backend-webgpu");
}
