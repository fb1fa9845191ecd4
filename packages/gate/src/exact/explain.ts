/** Where a difference between two counts comes from: the layers, nodes or tensors that only one has, or that differ. */
import type { ExactRecord, Metric } from "./metrics.js";

/** So many are named. */
const NAMED = 5;

/** A part by its name with what it adds to a figure. */
type Part = readonly [name: string, amount: number];

const layerParts = (index: 2 | 3 | 4 | 5) => (record: ExactRecord) =>
  record.layers.map((layer): Part => [`${layer[0]} (${layer[1]})`, layer[index]]);

const partsOf: Readonly<Record<Metric, (record: ExactRecord) => readonly Part[]>> = {
  macs: layerParts(2),
  flops: (record) => layerParts(2)(record).map(([name, macs]): Part => [name, 2 * macs]),
  scalarOps: layerParts(3),
  parameters: layerParts(4),
  activationPeakBytes: layerParts(5),
  nodes: ({ nodes }) => nodes.map(([name, type]): Part => [name === "" ? type : `${name} (${type})`, 1]),
  fileBytes: ({ nodes, tensors }) => [
    ...tensors,
    ...nodes.map(([name, type]): Part => [name === "" ? type : `${name} (${type})`, 0]),
  ],
};

/** One line a part that grew or is new, those that add most first; of a figure that shrank, the parts that shrank. */
export function explainChange(metric: Metric, base: ExactRecord, candidate: ExactRecord): readonly string[] {
  const [before, after] = [totals(partsOf[metric](base)), totals(partsOf[metric](candidate))];
  const sign = Math.sign(candidate.metrics[metric] - base.metrics[metric]);
  const changed = [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, from: before.get(name), to: after.get(name) }))
    .filter(({ from, to }) => from !== to && sign * ((to ?? 0) - (from ?? 0)) >= 0)
    .toSorted((a, b) => sign * (amountOf(b) - amountOf(a)));
  const lines = changed.slice(0, NAMED).map(describe);
  return changed.length > NAMED ? [...lines, `and ${changed.length - NAMED} more`] : lines;
}

interface Change {
  readonly name: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

const amountOf = ({ from = 0, to = 0 }: Change): number => to - from;

function describe({ name, from, to }: Change): string {
  const amount = amountOf({ name, from, to });
  const added = `${amount < 0 ? "" : "+"}${amount.toLocaleString("en-US")}`;
  return `${name}: ${from === undefined ? "new, " : to === undefined ? "gone, " : ""}${added}`;
}

/** Parts of one name, such as nodes without any, count together. */
function totals(parts: readonly Part[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, amount] of parts) sums.set(name, (sums.get(name) ?? 0) + amount);
  return sums;
}
