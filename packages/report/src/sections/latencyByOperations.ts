/** Latency against operations on logarithmic axes: which network uses the hardware, and how far the paper's devices are away. */
import { max, min } from "d3-array";
import { logAxis } from "../axes.js";
import {
  type Block,
  type Chart,
  list,
  type Panel,
  paragraph,
  type Row,
  type Section,
  type Series,
  type Table,
  type Text,
} from "../document.js";
import {
  formatComputed,
  formatCount,
  formatEnumeration,
  formatMeasured,
  formatQuantity,
  formatRatio,
} from "../format.js";
import type { Network } from "../networks.js";
import { publishedDevices } from "../published.js";
import type { Configuration, Run } from "../runs.js";
import { explainHidden, explainUndrawn, listDrawnNetworks, MOST_PANELS } from "./drawingLimits.js";
import { measuredSamples, publishedSamples, rateOf, type WorkSample } from "./workSamples.js";

interface Group {
  readonly configuration: Configuration;
  readonly samples: readonly WorkSample[];
}

export function buildLatencyByOperations(runs: readonly Run[]): Section {
  const networks = listDrawnNetworks(runs);
  const groups = runs
    .flatMap((run) => run.configurations)
    .map((configuration): Group => ({ configuration, samples: measuredSamples(configuration, networks) }))
    .filter(({ samples }) => samples.length > 0);
  const shown = groups.slice(0, MOST_PANELS);
  const blocks: Block[] =
    groups.length === 0
      ? [paragraph("Nothing to draw: no result has both a latency and a computed cost.")]
      : [
          paragraph([
            "The operations are the computed ",
            { code: "useful" },
            " ones for published and measured times alike, so a distance between two marks of a network is one of time alone. " +
              "A network that lies above the others at as many operations spends its time elsewhere than in arithmetic.",
          ]),
          drawChart(shown, networks),
          ...explainUndrawn(runs),
          paragraph("Rates in useful GFLOP/s, from the slowest size to the fastest:"),
          list(shown.map(describeRates)),
          tabulate(shown, networks),
          ...explainHidden(groups.length - shown.length),
        ];
  return { id: "latency-by-operations", title: "Latency against operations", blocks };
}

function drawChart(groups: readonly Group[], networks: readonly Network[]): Chart {
  const drawn = groups.map(({ configuration, samples }) => ({
    configuration,
    samples: [...publishedSamples(configuration.run, networks), ...samples],
  }));
  const all = drawn.flatMap(({ samples }) => samples);
  const x = logAxis(
    "GFLOPs of one inference (useful)",
    all.map(({ gflops }) => gflops),
  );
  const y = logAxis(
    "ms",
    all.flatMap(({ ms, low, high }) => [low || ms, high ?? ms]),
  );
  const present = networks.filter((network) => all.some((sample) => sample.network.key === network.key));
  return {
    kind: "chart",
    id: "chart-operations",
    caption: "Latency against operations, both axes logarithmic. The bar through a measured mark is its 95 % interval.",
    shape: "full",
    legend: [
      ...present.map(({ name, colour }) => ({ label: name, colour, mark: "filled" as const })),
      { label: "measured", mark: "filled" },
      { label: "published: Titan X", mark: "hollowCircle" },
      { label: "published: TX1", mark: "hollowDiamond" },
    ],
    panels: drawn.map(
      ({ configuration, samples }): Panel => ({
        title: `Measured: ${configuration.name}`,
        description: describePanel(configuration, samples),
        plot: { x, y, series: present.flatMap((network) => networkSeries(network, samples)) },
      }),
    ),
  };
}

/** Published marks last: hollow ones on top hide nothing. */
function networkSeries({ key, colour }: Network, samples: readonly WorkSample[]): readonly Series[] {
  return [undefined, ...publishedDevices].flatMap((device): readonly Series[] => {
    const points = samples
      .filter((sample) => sample.network.key === key && sample.device === device)
      .map(({ gflops, ms, low, high }) => ({ x: gflops, y: ms, ...(low && high ? { low, high } : {}) }))
      .toSorted((a, b) => a.x - b.x);
    if (points.length === 0) return [];
    if (device === undefined) return [{ colour, mark: "filled", line: "solid", points }];
    return [{ colour, mark: device === "TX1" ? "hollowDiamond" : "hollowCircle", line: "dotted", points }];
  });
}

function describePanel({ name }: Configuration, samples: readonly WorkSample[]): string {
  const measured = samples.filter(({ device }) => device === undefined);
  const names = [...new Set(measured.map(({ network }) => network.name))];
  return (
    `Latency in milliseconds over GFLOPs for ${formatEnumeration(names)}, measured with ${name} ` +
    `(${formatQuantity(measured.length, "mark")}), beside ${formatQuantity(samples.length - measured.length, "published mark")}. ` +
    "The table Latency and rate holds the numbers."
  );
}

/** The rates at which a configuration works through each network. */
function describeRates({ configuration, samples }: Group): Text {
  const names = [...new Set(samples.map(({ network }) => network.name))];
  const rates = names.map((name) => {
    const own = samples.filter(({ network }) => network.name === name).map(rateOf);
    const ends = [min(own) ?? 0, max(own) ?? 0].map(formatMeasured);
    return `${name} ${[...new Set(ends)].join(" to ")}`;
  });
  return [{ strong: configuration.name }, `: ${formatEnumeration(rates)}.`];
}

function tabulate(groups: readonly Group[], networks: readonly Network[]): Table {
  const runs = [...new Set(groups.map(({ configuration }) => configuration.run))];
  const published = runs.flatMap((run) => publishedSamples(run, networks));
  const distinct = [...new Map(published.map((sample) => [JSON.stringify(sample), sample])).values()];
  return {
    kind: "table",
    id: "latency-and-rate",
    caption: "Latency and rate: the numbers of the chart",
    folded: true,
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      { title: "Source", align: "text" },
      { title: "GFLOPs (useful)", align: "number" },
      { title: "ms", align: "number" },
      { title: "GFLOP/s", align: "number" },
    ],
    rows: [
      ...distinct.map((sample, index) =>
        sampleRow(sample, `published: ${sample.device}`, sample.device !== distinct[index - 1]?.device),
      ),
      ...groups.flatMap(({ configuration, samples }) =>
        samples.map((sample, index) => sampleRow(sample, `measured: ${configuration.name}`, index === 0)),
      ),
    ],
  };
}

function sampleRow(sample: WorkSample, source: string, startsGroup: boolean): Row {
  const { network, size, gflops, ms, device } = sample;
  const figures = device ? [formatCount(ms), formatRatio(rateOf(sample))] : [ms, rateOf(sample)].map(formatMeasured);
  return { startsGroup, cells: [network.name, size, source, formatComputed(gflops), ...figures] };
}
