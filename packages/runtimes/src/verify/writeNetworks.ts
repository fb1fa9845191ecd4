/** Artifacts of networks for commands that run files: written where nobody else looks. */
import { dirname, join, sep } from "node:path";
import { makeFolder } from "@linknet-kit/base/files";
import { type NetworkOptions, scrambledWeights } from "@linknet-kit/core";
import { networks } from "@linknet-kit/models";
import type { Verification } from "@linknet-kit/runtimes";
import { kindOf, openNetwork } from "@linknet-kit/sources";

/** None of them neutral, so that every parameter counts. */
const SEED = 1;

/** Whether a word names a network, of the table or of the user's own file, rather than an artifact. */
function isNetwork(word: string): boolean {
  return kindOf(word) === "module" || networks.some(({ name }) => name === word);
}

/** The words with each network replaced by its ONNX file and its tfjs model under `folder`. */
export async function writeNetworks(
  words: readonly string[],
  { size, batch }: { readonly size?: NetworkOptions["size"] | undefined; readonly batch?: number | undefined },
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const artifacts: string[] = [];
  for (const word of words) artifacts.push(...(isNetwork(word) ? await writeBoth(word) : [word]));
  return artifacts;

  async function writeBoth(word: string): Promise<readonly string[]> {
    const graph = (await openNetwork(word)).graph({ ...(size && { size }), ...(batch && { batch }) });
    const model = { graph, weights: scrambledWeights(graph, SEED) };
    const [onnx, tfjs] = [join(folder, `${graph.name}.onnx`), join(folder, graph.name, "model.json")];
    await makeFolder(dirname(tfjs));
    await (await import("@linknet-kit/onnx")).writeOnnx(model, onnx, { signal });
    await (await import("@linknet-kit/tfjs")).writeTfjs(model, dirname(tfjs), { signal });
    return [onnx, tfjs];
  }
}

/** What was found, of artifacts that are gone by their names alone. */
export function withoutFolder(verification: Verification, folder: string): Verification {
  const short = (artifact: string): string => artifact.replace(`${folder}${sep}`, "");
  const { reference, runs } = verification;
  return {
    ...verification,
    reference: { ...reference, artifact: short(reference.artifact) },
    runs: runs.map((run) => ({ ...run, artifact: short(run.artifact) })),
  };
}
