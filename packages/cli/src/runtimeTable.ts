/** The runtimes that the commands know. */
import { type Runtime, TRTEXEC, runtimes, trtexecRuntime } from "@linknet-kit/bench";
import { browserRuntimes } from "@linknet-kit/browser";

export const runtimeTable: readonly Runtime[] = [...runtimes, ...browserRuntimes];

/** The same with trtexec on a device that ssh reaches, where one is given. */
export function runtimeTableFor(device: string | undefined): readonly Runtime[] {
  if (device === undefined) return runtimeTable;
  return runtimeTable.map((runtime) => (runtime.name === TRTEXEC ? trtexecRuntime(device) : runtime));
}
