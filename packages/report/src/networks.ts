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
  for (const { network } of runs.flatMap(({ file }) => [...file.counts, ...file.results])) {
    if (!names.has(networkKey(network))) names.set(networkKey(network), network);
  }
  return [...names].map(([key, name], colour) => ({ key, name, colour }));
}
