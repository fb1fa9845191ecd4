/** Every runtime, one row each. */
import { findByName } from "@linknet-kit/core";
import { compiledModule } from "../compiledModule.js";
import type { Runtime } from "./runtime.js";

export const runtimes: readonly Runtime[] = [
  {
    name: "onnxruntime-node/cpu",
    artifact: "onnx",
    driver: compiledModule("runtimes/onnxruntimeNode").href,
    remedy: "npx pnpm@10 install --force",
  },
];

/** The runtime of that name, or an `UnknownNameError`; a family's name (`onnxruntime-node`) stands for its first row. */
export function findRuntime(name: string, table: readonly Runtime[] = runtimes): Runtime {
  return table.find((runtime) => runtime.name.startsWith(`${name}/`)) ?? findByName("runtime", name, table);
}
