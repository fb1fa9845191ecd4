/** The runtimes that the commands know. */
import { type Runtime, TRTEXEC, chromiumRuntimes, runtimes, trtexecRuntime } from "@linknet-kit/runtimes";
import { peers } from "./peers.js";

export const runtimeTable: readonly Runtime[] = [
  ...runtimes,
  ...chromiumRuntimes({
    driver: new URL("../dist/chromiumDriver.js", import.meta.url).href,
    remedy: peers.commandToAdd(["@linknet-kit/browser"]),
  }),
];

/** The same with trtexec on a device that ssh reaches, where one is given. */
export function runtimeTableFor(device: string | undefined): readonly Runtime[] {
  if (device === undefined) return runtimeTable;
  return runtimeTable.map((runtime) => (runtime.name === TRTEXEC ? trtexecRuntime(device) : runtime));
}
