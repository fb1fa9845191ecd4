/** The runtimes' packages, which users add when they want them. */
import { optionalPeers } from "@linknet-kit/peers";

export const peers = optionalPeers(new URL("../package.json", import.meta.url));

const TFJS = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-converter"];

/** What tfjs on each of its backends is made of. */
export const TFJS_PACKAGES = {
  cpu: [...TFJS, "@tensorflow/tfjs-backend-cpu"],
  wasm: [...TFJS, "@tensorflow/tfjs-backend-wasm"],
  webgpu: [...TFJS, "@tensorflow/tfjs-backend-webgpu", "webgpu"],
} as const;
