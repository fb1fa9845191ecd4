/** The runtime that a network is run on, where nobody names one. */
import { modelFormatOf } from "@linknet-kit/artifacts";
import { NoRuntimeForArtifactError, type Runtime, probeRuntimes, refuseNothing } from "@linknet-kit/runtimes";
import type { LabellingNetwork } from "./network/labellingNetwork.js";

/** The quickest of those on every machine first. */
const USUAL = ["onnxruntime-node/cpu", "onnxruntime-web/wasm", "tfjs/wasm", "tfjs/cpu"];

/** `chosen` where it loads the network, else the first usual one that is here and does; errors say what would change that. */
export async function chooseRuntime(
  { name, formats }: LabellingNetwork,
  { chosen, table, signal }: { chosen?: Runtime | undefined; table: readonly Runtime[]; signal?: AbortSignal },
): Promise<Runtime> {
  const loads = ({ target }: Runtime): boolean => formats.includes(modelFormatOf(target));
  if (chosen !== undefined) {
    if (!loads(chosen)) throw new NoRuntimeForArtifactError({ path: name, runtimes: [chosen.name] });
    return chosen;
  }
  const usual = USUAL.flatMap((each) => table.find((runtime) => runtime.name === each && loads(runtime)) ?? []);
  for (const runtime of usual) {
    const [found] = (await probeRuntimes([runtime], { signal })).values();
    if (found?.available === true) return runtime;
  }
  refuseNothing(await probeRuntimes(usual, { signal }));
  throw new NoRuntimeForArtifactError({ path: name, runtimes: USUAL });
}
