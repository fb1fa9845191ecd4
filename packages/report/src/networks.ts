/** The networks of a report in their fixed order, each with the colour it keeps throughout. */
import { isPublished, publishedNetworks } from "@linknet-kit/models/published";
import type { ColourSlot } from "./document.js";
import { formatNetwork } from "./format.js";
import { networkKey, type Run } from "./runs.js";

export interface ReportedNetwork {
  readonly key: string;
  readonly name: string;
  readonly colour: ColourSlot;
}

/** The networks of the files: those of their own first, in the order of the files, then the paper's in its order. */
export function listNetworks(runs: readonly Run[]): readonly ReportedNetwork[] {
  // Ten thousand results name a handful of networks.
  const given = new Set(runs.flatMap(({ file }) => [...namesIn(file.results), ...namesIn(file.counts)]));
  const own = new Map<string, string>();
  for (const name of given) {
    if (!isPublished(networkKey(name)) && !own.has(networkKey(name))) own.set(networkKey(name), name);
  }
  const keys = new Set([...given].map(networkKey));
  const colourOf = new Map([...publishedNetworks, ...own.keys()].map((key, colour) => [key, colour]));
  const paper = publishedNetworks.filter((key) => keys.has(key)).map((key) => [key, formatNetwork(key)] as const);
  return [...own, ...paper].map(([key, name]) => ({ key, name, colour: colourOf.get(key)! }));
}

function namesIn(items: readonly { readonly network: string }[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { network } of items) names.add(network);
  return names;
}
