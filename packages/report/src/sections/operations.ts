/** The paper's Table III beside the costs computed from the networks' definitions: https://arxiv.org/abs/1707.03718 */
import { isPublished, publishedCost, publishedCostSize } from "@linknet-kit/models/published";
import type { Count } from "@linknet-kit/results";
import {
  type Block,
  type ReportCell,
  type Fold,
  paragraph,
  type ReportRow,
  type Section,
  type Table,
} from "../document.js";
import { formatComputed, formatCount, formatMeasured, formatNetwork, formatPublished, formatSize } from "../format.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import { networkKey, type Run } from "../runs.js";
import { AGREEMENT, compareOperations, compareSizes, paddedSize } from "./operationsComparison.js";

const CONVENTIONS = [
  [{ code: "useful" }, ": 2 × MACs, a transposed convolution counted on its input grid. The honest one."],
  [
    { code: "dense" },
    ": a transposed convolution counted on its output grid, as if the zero-stuffed input were multiplied.",
  ],
  [
    { code: "paper" },
    ": what the authors' own profiler adds up, its faults included: biases, activations, pooling and additions count, " +
      "batch norm does not, and a transposed convolution counts its input channels twice.",
  ],
] as const;

/** The section; `undefined` where the files count nothing. */
export function buildOperations(runs: readonly Run[]): Section | undefined {
  const counts = distinctCounts(runs);
  if (counts.length === 0) return undefined;
  const paper = listNetworks(runs).filter(({ key }) => isPublished(key));
  const blocks: Block[] = [
    ...(paper.length > 0 ? [comparisonTable(paper, counts), explainComparison(counts)] : []),
    { ...costTable(counts), folded: paper.length > 0 },
    explainConventions(),
  ];
  return { id: "operations", title: "Operations", blocks };
}

function explainConventions(): Fold {
  return {
    kind: "fold",
    title: "How operations are counted",
    blocks: [
      paragraph("One multiply-accumulate (MAC) is two FLOPs. Three conventions, named wherever a figure stands:"),
      { kind: "list", items: CONVENTIONS },
    ],
  };
}

function explainComparison(counts: readonly Count[]): Fold {
  return {
    kind: "fold",
    title: `Where the published operations come out (within ${AGREEMENT * 100} %), and where they do not`,
    blocks: [{ kind: "list", items: [...compareOperations(counts), ...compareSizes(counts)] }],
  };
}

/** Files of the same suite hold the same counts; those that differ all stay. */
function distinctCounts(runs: readonly Run[]): readonly Count[] {
  const counts = runs.flatMap(({ file }) => file.counts);
  return [...new Map(counts.map((count) => [JSON.stringify(count), count])).values()];
}

function comparisonTable(networks: readonly ReportedNetwork[], counts: readonly Count[]): Table {
  const computed = (title: string) => ({ title, group: "Computed GFLOPs", align: "number" as const });
  const rows = networks.flatMap(({ key, name }): readonly ReportRow[] => {
    const own = counts.filter((count) => networkKey(count.network) === key);
    const atSize = own.filter((count) => formatSize(count.size) === formatSize(publishedCostSize));
    const atPadded = own.filter((count) => formatSize(count.size) === formatSize(paddedSize));
    const first = atSize.length > 0 ? atSize : [undefined];
    return [
      ...first.map((count) => ({
        startsGroup: true,
        cells: [name, formatSize(publishedCostSize), ...costCells(key, count)],
      })),
      ...atPadded.map((count) => ({ cells: [name, formatSize(paddedSize), ...costCells(undefined, count)] })),
    ];
  });
  return {
    kind: "table",
    id: "table-3",
    caption: "Table III: operations, parameters and fp16 size, published and computed",
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      { title: "GFLOPs", group: "Published", align: "number" },
      { title: "parameters, M", group: "Published", align: "number" },
      { title: "fp16, MB", group: "Published", align: "number" },
      computed("useful"),
      computed("dense"),
      computed("paper"),
      { title: "parameters", group: "Computed size", align: "number" },
      { title: "fp16, MB", group: "Computed size", align: "number" },
    ],
    rows,
  };
}

function costCells(published: string | undefined, count: Count | undefined): readonly ReportCell[] {
  const cost = published === undefined ? undefined : publishedCost(published);
  return [
    ...(cost ? [cost.gflops, cost.parametersM, cost.fp16MB].map(formatPublished) : ["", "", ""]),
    ...(count ? [count.gflops.useful, count.gflops.dense, count.gflops.paper].map(formatComputed) : ["", "", ""]),
    ...(count ? [formatCount(count.parameters), formatComputed(count.weightMB.fp16)] : ["", ""]),
  ];
}

/** MB, or KB where every size is a small share of one; three digits of what three decimals would not show. */
function chooseUnit(counts: readonly Count[]) {
  const areSmall = counts.every(({ weightMB, activationPeakMB }) => Math.max(weightMB.fp32, activationPeakMB) < 0.1);
  return {
    unit: areSmall ? "KB" : "MB",
    format: (megabytes: number, usual: (value: number) => string): string =>
      areSmall ? formatMeasured(1024 * megabytes) : (megabytes < 0.01 ? formatMeasured : usual)(megabytes),
  };
}

/** Every count of the files, for what Table III does not say. */
function costTable(counts: readonly Count[]): Table {
  const { unit, format } = chooseUnit(counts);
  const number = (title: string, group?: string) => ({ title, align: "number" as const, ...(group ? { group } : {}) });
  return {
    kind: "table",
    id: "costs",
    caption: "Computed cost at every size of the suite",
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      number("classes"),
      number("GMACs"),
      number("useful", "GFLOPs"),
      number("dense", "GFLOPs"),
      number("paper", "GFLOPs"),
      number(`fp32 weights, ${unit}`),
      number(`peak activations, ${unit}`),
    ],
    rows: counts.map((count, index) => ({
      startsGroup: count.network !== counts[index - 1]?.network,
      cells: [
        formatNetwork(count.network),
        formatSize(count.size),
        formatCount(count.classes),
        formatComputed(count.macs / 1e9),
        ...[count.gflops.useful, count.gflops.dense, count.gflops.paper].map(formatComputed),
        format(count.weightMB.fp32, formatComputed),
        format(count.activationPeakMB, formatMeasured),
      ],
    })),
  };
}
