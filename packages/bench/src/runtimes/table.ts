/** Every runtime, one row each. */
import { findByName } from "@linknet-kit/core";
import { compiledModule } from "../compiledModule.js";
import type { Runtime } from "./runtime.js";
import { trtexecRuntime } from "./trtexec.js";

const REINSTALL = "npx pnpm@10 install --force";

/** The install script of ONNX Runtime's package, which stays blocked as all are, downloads CUDA's and TensorRT's providers together. */
const DOWNLOAD =
  "node packages/bench/node_modules/onnxruntime-node/script/install.js (Linux on x64; needs an NVIDIA GPU, CUDA 12, cuDNN 9 and TensorRT)";

const ADD_VULKAN = "sudo apt-get install libvulkan1 mesa-vulkan-drivers (NVIDIA's own driver brings the second)";

/** These packages download their addon when they are installed, which is blocked unless it is allowed. */
const addAddon = (name: string): string => `npx pnpm@10 --filter @linknet-kit/bench add --allow-build=${name} ${name}`;

const tfjs = compiledModule("runtimes/tfjs/driver").href;
const onnxruntimeNode = compiledModule("runtimes/onnxruntimeNode").href;

export const runtimes: readonly Runtime[] = [
  { name: "onnxruntime-node/cpu", artifact: "onnx", driver: `${onnxruntimeNode}#cpu`, remedy: REINSTALL },
  {
    name: "onnxruntime-node/webgpu",
    artifact: "onnx",
    driver: `${onnxruntimeNode}#webgpu`,
    remedy: ADD_VULKAN,
  },
  { name: "onnxruntime-node/cuda", artifact: "onnx", driver: `${onnxruntimeNode}#cuda`, remedy: DOWNLOAD },
  { name: "onnxruntime-node/tensorrt", artifact: "onnx", driver: `${onnxruntimeNode}#tensorrt`, remedy: DOWNLOAD },
  {
    name: "onnxruntime-web/wasm",
    artifact: "onnx",
    driver: compiledModule("runtimes/onnxruntimeWeb").href,
    remedy: REINSTALL,
    slowness: 10,
  },
  { name: "tfjs/cpu", artifact: "tfjs", driver: `${tfjs}#cpu`, remedy: REINSTALL, slowness: 1000 },
  { name: "tfjs/wasm", artifact: "tfjs", driver: `${tfjs}#wasm`, remedy: REINSTALL, slowness: 10 },
  { name: "tfjs/webgpu", artifact: "tfjs", driver: `${tfjs}#webgpu`, remedy: ADD_VULKAN },
  { name: "tfjs/node", artifact: "tfjs", driver: `${tfjs}#node`, remedy: addAddon("@tensorflow/tfjs-node") },
  {
    name: "tfjs/node-gpu",
    artifact: "tfjs",
    driver: `${tfjs}#node-gpu`,
    remedy: `${addAddon("@tensorflow/tfjs-node-gpu")} (needs an NVIDIA GPU and CUDA 11)`,
  },
  trtexecRuntime(),
];

/** The runtime of that name, or an `UnknownNameError`; a family's name (`onnxruntime-node`) stands for its first row. */
export function findRuntime(name: string, table: readonly Runtime[] = runtimes): Runtime {
  return table.find((runtime) => runtime.name.startsWith(`${name}/`)) ?? findByName("runtime", name, table);
}
