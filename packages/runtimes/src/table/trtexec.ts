/** The row of trtexec. */
import { compiledModule } from "../compiledModule.js";
import { parseTarget, sshCommand } from "../drivers/trtexec/target.js";
import type { Runtime } from "../runtime/runtime.js";

/** What it is called in tables and results, wherever it runs. */
export const TRTEXEC = "trtexec/gpu";

const LOCAL =
  "install TensorRT, or name its program in LINKNET_TRTEXEC, or a device that has it with --device user@host";

/** On this machine, or on the device `[user@]host[:port]`, which is an `InvalidTargetError` where it is none. */
export function trtexecRuntime(device?: string): Runtime {
  const driver = compiledModule("drivers/trtexec/driver");
  if (device === undefined) return { name: TRTEXEC, target: "tensorrt-8.2", driver: driver.href, remedy: LOCAL };
  const target = parseTarget(device);
  driver.hash = encodeURIComponent(device);
  const remedy = `${sshCommand(target)} (it must let you in without a password, and have TensorRT; see docs/jetson.md)`;
  return { name: TRTEXEC, target: "tensorrt-8.2", driver: driver.href, remedy };
}
