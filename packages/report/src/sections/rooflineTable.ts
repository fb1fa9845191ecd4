/** The numbers of the roofline. */
import type { ReportCell, ReportRow, Table } from "../document.js";
import { formatComputed, formatCount, formatMeasured } from "../format.js";
import { type RoofedGroup, ridgeOf, type RoofedSample } from "./roofedSamples.js";

/** Rows that stand open. */
const MOST_UNFOLDED = 40;

/** A row a mark. */
export function tabulateRoofs(groups: readonly RoofedGroup[]): Table {
  const several = groups.length > 1;
  const number = (title: string) => ({ title, align: "number" as const });
  return {
    kind: "table",
    id: "roofline-table",
    caption: "Share of the roof: the numbers of the chart",
    folded: groups.reduce((sum, { samples }) => sum + samples.length, 0) > MOST_UNFOLDED,
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      ...(several ? [{ title: "Measured with", align: "text" as const }] : []),
      number("GFLOPs (useful)"),
      number("traffic, MB"),
      number("FLOP a byte"),
      number("attainable GFLOP/s"),
      number("reached GFLOP/s"),
      number("share of the roof"),
      { title: "Bound by", align: "text" },
    ],
    rows: groups.flatMap(({ configuration, roof, samples }) =>
      sortSamples(samples).map((sample, index): ReportRow => {
        const cells: readonly ReportCell[] = [
          sample.network.name,
          sample.size,
          ...(several ? [configuration.name] : []),
          formatComputed(sample.gflops),
          formatCount(sample.trafficMB),
          formatMeasured(sample.intensity),
          formatMeasured(sample.attainable),
          formatMeasured(sample.rate),
          formatShare(sample.share),
          sample.intensity < ridgeOf(roof) ? "memory" : "arithmetic",
        ];
        return { startsGroup: index === 0, cells };
      }),
    ),
  };
}

/** By network, then from the smallest size. */
function sortSamples(samples: readonly RoofedSample[]): readonly RoofedSample[] {
  return samples.toSorted((a, b) => a.network.colour - b.network.colour || a.gflops - b.gflops);
}

/** `7.2 %`, `81 %` */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
