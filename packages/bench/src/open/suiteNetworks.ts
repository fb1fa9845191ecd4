/** The networks of a suite, of the table and of the user's own files: what its cells call them, and the models that are measured. */
import { dirname, posix, relative, resolve, sep } from "node:path";
import { LinknetError, UsageError } from "@linknet-kit/base";
import { type NetworkOptions, scrambledWeights } from "@linknet-kit/core";
import type { SuitePlan } from "@linknet-kit/results";
import type { PlanFile } from "@linknet-kit/results/files";
import { type OpenedNetwork, openNetwork } from "@linknet-kit/sources";
import type { ModelOf } from "../cell/artifacts.js";
import { fingerprintOf } from "../suite/fingerprint.js";

/** By label. Networks of the table may be missing: their labels are their names. */
export type SuiteNetworks = ReadonlyMap<string, OpenedNetwork>;

/** Two files whose results could not be told apart. */
class SameLabelError extends UsageError {
  readonly code = "SAME_LABEL";

  constructor(data: { readonly label: string; readonly words: readonly string[] }) {
    super(`${data.words.join(" and ")} are both called "${data.label}"`, {
      hint: 'give one another name: defineNetwork({ name: "...", ... })',
    });
  }
}

/** A plan's network file that is not what it was where the plan was made. */
class OtherNetworkError extends LinknetError {
  readonly code = "OTHER_NETWORK";

  constructor(data: { readonly label: string; readonly file: string }) {
    super(`"${data.file}" does not hold the "${data.label}" that the plan was made for`, {
      hint: "bring the file as it was, with all that it imports, or plan again",
    });
  }
}

/** Of the weights; the same at every size, and none of them neutral, so that the output check sees every parameter. */
const SEED = 1;

/** Opens each of the words; the same word twice counts once. */
export async function openSuiteNetworks(words: readonly string[], folder = process.cwd()): Promise<SuiteNetworks> {
  const opened = new Map<string, OpenedNetwork>();
  const wordOf = new Map<string, string>();
  for (const word of new Set(words)) {
    const network = await openNetwork(word, folder);
    const before = wordOf.get(network.label);
    if (before !== undefined) throw new SameLabelError({ label: network.label, words: [before, word] });
    opened.set(network.label, network);
    wordOf.set(network.label, word);
  }
  return opened;
}

/** Models with the same weights at every size; `classes` unless given are each network's own. */
export function suiteModels(networks: SuiteNetworks, classes: number | undefined): ModelOf {
  return async ({ network, size, batch }) => {
    const opened = networks.get(network) ?? (await openNetwork(network));
    const graph = opened.graph({ size, batch, ...(classes === undefined ? {} : { classes }) });
    return { graph, weights: scrambledWeights(graph, SEED) };
  };
}

/** What a plan says of networks from files: where each file is from the plan's folder, and what it holds. */
export function planNetworks(
  networks: SuiteNetworks,
  { cells }: SuitePlan,
  { planPath, classes }: { readonly planPath: string; readonly classes: number | undefined },
): PlanFile["networks"] {
  const own = [...networks.values()].flatMap((network) => {
    const { label, word, path } = network;
    const size = cells.find((cell) => cell.network === label)?.size;
    if (path === undefined || size === undefined) return [];
    const file = relative(dirname(resolve(planPath)), path)
      .split(sep)
      .join(posix.sep);
    const exportName = /#[^#]+$/.exec(word)?.[0] ?? "";
    return [[label, { file: `${file}${exportName}`, fingerprint: fingerprintAt(network, { size, classes }) }]];
  });
  return own.length === 0 ? undefined : (Object.fromEntries(own) as PlanFile["networks"]);
}

/** The networks of a plan's file; an `OtherNetworkError` where one is another than the plan was made for. */
export async function openPlanNetworks(
  { networks = {}, cells, classes }: PlanFile,
  planPath: string,
): Promise<SuiteNetworks> {
  const opened = new Map<string, OpenedNetwork>();
  for (const [label, { file, fingerprint }] of Object.entries(networks)) {
    const network = await openNetwork(file, dirname(resolve(planPath)));
    const size = cells.find((cell) => cell.network === label)?.size;
    const isSame = size === undefined || fingerprintAt(network, { size, classes }) === fingerprint;
    if (network.label !== label || !isSame) throw new OtherNetworkError({ label, file });
    opened.set(label, network);
  }
  return opened;
}

function fingerprintAt(
  network: OpenedNetwork,
  { size, classes }: Pick<NetworkOptions, "size"> & { readonly classes: number | undefined },
): string {
  return fingerprintOf(network.graph({ size, ...(classes === undefined ? {} : { classes }) }));
}
