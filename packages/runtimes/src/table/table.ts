/** Every runtime, one row each. */
import { dirname, join, relative } from "node:path";
import { findByName } from "@linknet-kit/base";
import { compiledModule } from "../compiledModule.js";
import { TFJS_PACKAGES, peers } from "../peers.js";
import type { Runtime } from "../runtime/runtime.js";
import { trtexecRuntime } from "./trtexec.js";

/** ONNX Runtime's install script downloads the providers of CUDA and TensorRT together; nothing else needs it. */
const DOWNLOAD = `node ${installScript()} --onnxruntime-node-install=cuda12 (Linux on x64; needs an NVIDIA GPU, CUDA 12, cuDNN 9 and TensorRT)`;

const ADD_VULKAN = "sudo apt-get install libvulkan1 mesa-vulkan-drivers (NVIDIA's own driver brings the second)";

/** These packages download their addon when they are installed. */
const addAddon = (name: string): string => peers.commandToAdd([name], { scripts: true });

const tfjs = compiledModule("drivers/tfjs/driver").href;
const onnxruntimeNode = compiledModule("drivers/onnxruntimeNode").href;

export const runtimes: readonly Runtime[] = [
  {
    name: "onnxruntime-node/cpu",
    target: "onnxruntime",
    driver: `${onnxruntimeNode}#cpu`,
    remedy: peers.commandToAdd(["onnxruntime-node"]),
  },
  {
    name: "onnxruntime-node/webgpu",
    target: "onnxruntime",
    driver: `${onnxruntimeNode}#webgpu`,
    remedy: ADD_VULKAN,
  },
  { name: "onnxruntime-node/cuda", target: "onnxruntime", driver: `${onnxruntimeNode}#cuda`, remedy: DOWNLOAD },
  { name: "onnxruntime-node/tensorrt", target: "onnxruntime", driver: `${onnxruntimeNode}#tensorrt`, remedy: DOWNLOAD },
  {
    name: "onnxruntime-web/wasm",
    target: "onnxruntime",
    driver: compiledModule("drivers/onnxruntimeWeb").href,
    remedy: peers.commandToAdd(["onnxruntime-web"]),
    slowness: 10,
  },
  {
    name: "tfjs/cpu",
    target: "tfjs",
    driver: `${tfjs}#cpu`,
    remedy: peers.commandToAdd(TFJS_PACKAGES.cpu),
    slowness: 1000,
  },
  {
    name: "tfjs/wasm",
    target: "tfjs",
    driver: `${tfjs}#wasm`,
    remedy: peers.commandToAdd(TFJS_PACKAGES.wasm),
    slowness: 10,
  },
  { name: "tfjs/webgpu", target: "tfjs", driver: `${tfjs}#webgpu`, remedy: ADD_VULKAN },
  { name: "tfjs/node", target: "tfjs", driver: `${tfjs}#node`, remedy: addAddon("@tensorflow/tfjs-node") },
  {
    name: "tfjs/node-gpu",
    target: "tfjs",
    driver: `${tfjs}#node-gpu`,
    remedy: `${addAddon("@tensorflow/tfjs-node-gpu")} (needs an NVIDIA GPU and CUDA 11)`,
  },
  trtexecRuntime(),
];

/** The runtime of that name, or an `UnknownNameError`; a family's name (`onnxruntime-node`) stands for its first row. */
export function findRuntime(name: string, table: readonly Runtime[] = runtimes): Runtime {
  return table.find((runtime) => runtime.name.startsWith(`${name}/`)) ?? findByName("runtime", name, table);
}

/** Its path from where the user stands; where the package is missing, the probe says how to add that first. */
function installScript(): string {
  try {
    return relative("", join(dirname(peers.resolve("onnxruntime-node")), "../script/install.js"));
  } catch {
    return "node_modules/onnxruntime-node/script/install.js";
  }
}
