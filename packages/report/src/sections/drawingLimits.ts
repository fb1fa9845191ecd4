/** How much the charts draw before they stop being readable, and the sentences that say what they leave to the tables. */
import { type Paragraph, paragraph } from "../document.js";
import { formatQuantity } from "../format.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import type { Run } from "../runs.js";

/** As many as the palette tells apart. */
const MOST_NETWORKS = 8;

/** Configurations drawn, a panel each. */
export const MOST_PANELS = 12;

/** The networks that the verdict and the charts show: those with a result, or with a count where there is none. */
export function listDrawnNetworks(runs: readonly Run[]): readonly ReportedNetwork[] {
  return listNetworks(runs).slice(0, MOST_NETWORKS);
}

/** Says so where not every network is shown. */
export function explainUndrawn(runs: readonly Run[]): readonly Paragraph[] {
  const amount = listNetworks(runs).length;
  if (amount <= MOST_NETWORKS) return [];
  return [paragraph(`Shown are the first ${MOST_NETWORKS} of ${amount} networks; All results has every one.`)];
}

/** A paragraph that says how many configurations are not drawn; none where all are. */
export function explainHidden(amount: number): readonly Paragraph[] {
  return amount > 0 ? [paragraph(`Not drawn: ${formatQuantity(amount, "further configuration")}.`)] : [];
}
