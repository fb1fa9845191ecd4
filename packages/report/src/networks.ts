/** The networks of a report in their fixed order, each with the colour it keeps throughout. */
import type { ColourSlot } from "./document.js";
import { formatNetwork } from "./format.js";
import { publishedNetworks } from "./published.js";
import { networkKey, type Run } from "./runs.js";

export interface Network {
  readonly key: string;
  readonly name: string;
  readonly colour: ColourSlot;
}

/** The paper's networks in its order, whether measured or not, then any other in the order of the files. */
export function listNetworks(runs: readonly Run[]): readonly Network[] {
  const names = new Map<string, string>(publishedNetworks.map((network) => [network, formatNetwork(network)]));
  // Ten thousand results name a handful of networks.
  const given = new Set(runs.flatMap(({ file }) => [...namesIn(file.counts), ...namesIn(file.results)]));
  for (const network of given) {
    if (!names.has(networkKey(network))) names.set(networkKey(network), network);
  }
  return [...names].map(([key, name], colour) => ({ key, name, colour }));
}

function namesIn(items: readonly { readonly network: string }[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { network } of items) names.add(network);
  return names;
}
