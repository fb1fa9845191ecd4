/** Where a difference between two counts comes from: the layers, nodes or tensors that only one has, or that differ. */
import { type Match, type Part, alignParts } from "./align.js";
import type { ExactRecord, Metric } from "./metrics.js";

/** So many are named. */
const NAMED = 5;

type Parts = "layers" | "nodes" | "tensors";

const partsOf: Readonly<Record<Parts, (record: ExactRecord) => readonly Part[]>> = {
  layers: ({ layers }) => layers.map(([name, kind, ...figures]) => ({ name, kind, structure: figures.join(" ") })),
  nodes: ({ nodes }) => nodes.map(([name, kind]) => ({ name, kind, structure: "" })),
  tensors: ({ tensors }) => tensors.map(([name, bytes]) => ({ name, kind: "", structure: String(bytes) })),
};

/** What a figure is the sum of, and what the part of that index adds to it. */
const contributions: Readonly<Record<Metric, readonly [Parts, (record: ExactRecord, index: number) => number]>> = {
  macs: ["layers", ({ layers }, index) => layers[index]![2]],
  flops: ["layers", ({ layers }, index) => 2 * layers[index]![2]],
  scalarOps: ["layers", ({ layers }, index) => layers[index]![3]],
  parameters: ["layers", ({ layers }, index) => layers[index]![4]],
  activationPeakBytes: ["layers", ({ layers }, index) => layers[index]![5]],
  nodes: ["nodes", () => 1],
  fileBytes: ["tensors", ({ tensors }, index) => tensors[index]![1]],
};

export class Changes {
  readonly #base: ExactRecord;
  readonly #candidate: ExactRecord;
  readonly #matches = new Map<Parts, readonly Match[]>();

  constructor(base: ExactRecord, candidate: ExactRecord) {
    this.#base = base;
    this.#candidate = candidate;
  }

  /** One line a part that grew or is new, those that add most first; of a figure that shrank, the parts that shrank. */
  explain(metric: Metric): readonly string[] {
    const [base, candidate] = [this.#base, this.#candidate];
    const [parts, amountOf] = contributions[metric];
    const sign = Math.sign(candidate.metrics[metric] - base.metrics[metric]);
    const amounts = new Map<string, number>();
    for (const [from, to] of this.#matchesOf(parts)) {
      const added = (to === undefined ? 0 : amountOf(candidate, to)) - (from === undefined ? 0 : amountOf(base, from));
      if (added === 0 || sign * added < 0) continue;
      // Parts of one name, such as nodes without any, count together.
      const label = this.#label(parts, from, to);
      amounts.set(label, (amounts.get(label) ?? 0) + added);
    }
    const lines = [...amounts]
      .toSorted(([, a], [, b]) => sign * (b - a))
      .map(([label, amount]) => `${label}${amount < 0 ? "" : "+"}${amount.toLocaleString("en-US")}`);
    return lines.length > NAMED ? [...lines.slice(0, NAMED), `and ${lines.length - NAMED} more`] : lines;
  }

  #matchesOf(parts: Parts): readonly Match[] {
    const known = this.#matches.get(parts);
    if (known !== undefined) return known;
    const matches = alignParts(partsOf[parts](this.#base), partsOf[parts](this.#candidate));
    this.#matches.set(parts, matches);
    return matches;
  }

  #label(parts: Parts, from: number | undefined, to: number | undefined): string {
    const before = from === undefined ? undefined : this.#base[parts][from]!;
    const now = to === undefined ? undefined : this.#candidate[parts][to]!;
    const [name, kind] = (now ?? before)!;
    const shown = typeof kind === "number" ? name : name === "" ? kind : `${name} (${kind})`;
    const formerly = before !== undefined && before[0] !== name ? `, ${before[0] || "without a name"} before` : "";
    return `${shown}${formerly}: ${before === undefined ? "new, " : now === undefined ? "gone, " : ""}`;
  }
}
