/** The samples of each cell in the order they were taken: a slope or a step is throttling, or a neighbour on the machine. */
import { extent, group } from "d3-array";
import { linearAxis } from "../axes.js";
import {
  type Block,
  type Chart,
  type Panel,
  paragraph,
  type Plot,
  type Row,
  type Section,
  type Table,
  type Text,
} from "../document.js";
import {
  formatDeviation,
  formatEnumeration,
  formatMeasured,
  formatQuantity,
  formatRatio,
  formatSize,
} from "../format.js";
import { listNetworks, type Network } from "../networks.js";
import { type Configuration, isMeasured, type Measured, networkKey, type Run } from "../runs.js";
import { describeStability, type Stability } from "../statistics.js";

const MOST_STRIPS = 48;
const MOST_ROWS = 500;

/** A drift past this share of the median is named in words. */
const NOTABLE_DRIFT = 0.05;

/** An axis never zooms in past this share of the median, so that steady samples look steady. */
const NARROWEST_VIEW = 0.1;

interface Strip {
  readonly network: Network;
  readonly result: Measured;
  readonly configuration: Configuration;
  readonly stability: Stability;
}

export function buildStability(runs: readonly Run[]): Section {
  const strips = listStrips(runs);
  const shown = strips.slice(0, MOST_STRIPS);
  const blocks: Block[] =
    strips.length === 0
      ? [paragraph("Nothing to draw: no result has a latency.")]
      : [
          paragraph(describeDrift(strips)),
          ...[...group(shown, ({ configuration }) => configuration)].map(([{ name }, own], index) =>
            drawStrips(`chart-samples-${index + 1}`, describeStrips(name, index === 0), own),
          ),
          ...explainHidden(strips.length),
          tabulate(chooseListed(strips)),
        ];
  return { id: "stability", title: "Samples over time", blocks };
}

/** All where there is room, else those that drift most, in the order they came. */
function chooseListed(strips: readonly Strip[]): readonly Strip[] {
  const drift = ({ stability }: Strip): number => Math.abs(stability.drift);
  const most = new Set(strips.toSorted((a, b) => drift(b) - drift(a)).slice(0, MOST_ROWS));
  return strips.filter((strip) => most.has(strip));
}

function explainHidden(amount: number): readonly Block[] {
  if (amount <= MOST_STRIPS) return [];
  const table = amount <= MOST_ROWS ? "the table has all" : `the table has the ${MOST_ROWS} that drift most`;
  return [paragraph(`Drawn are the first ${MOST_STRIPS} of ${formatQuantity(amount, "cell")}; ${table}.`)];
}

function listStrips(runs: readonly Run[]): readonly Strip[] {
  const networks = new Map(listNetworks(runs).map((network) => [network.key, network]));
  return runs
    .flatMap((run) => run.configurations)
    .flatMap((configuration) =>
      configuration.results.filter(isMeasured).flatMap((result): readonly Strip[] => {
        const network = networks.get(networkKey(result.network));
        if (!network) return [];
        return [{ network, result, configuration, stability: describeStability(result.latency.samplesMs) }];
      }),
    );
}

/** How to read the panels is said once, above the first. */
function describeStrips(name: string, first: boolean): Text {
  if (!first) return [{ strong: name }];
  return [
    { strong: name },
    ": every sample in the order it was taken, in ms; the dashed line is the median. Each panel has its own scale, " +
      `never closer than ±${NARROWEST_VIEW * 100} % of the median.`,
  ];
}

function drawStrips(id: string, caption: Text, strips: readonly Strip[]): Chart {
  return { kind: "chart", id, caption, legend: [], shape: "strip", panels: strips.map(drawStrip) };
}

function describeDrift(strips: readonly Strip[]): string {
  const percent = `${NOTABLE_DRIFT * 100} %`;
  const drifting = strips
    .filter(({ stability }) => Math.abs(stability.drift) > NOTABLE_DRIFT)
    .toSorted((a, b) => Math.abs(b.stability.drift) - Math.abs(a.stability.drift));
  const meaning = "from the first quarter of the samples to the last";
  if (drifting.length === 0) return `No cell's median moves by more than ${percent} ${meaning}.`;
  const worst = drifting.slice(0, 5).map(describeCell);
  const more = drifting.length > worst.length ? [`${drifting.length - worst.length} more`] : [];
  return (
    `${formatQuantity(drifting.length, "cell")} of ${strips.length} moved by more than ${percent} ${meaning}: ` +
    `${formatEnumeration([...worst, ...more])}. A slope or a step is throttling, or a neighbour on the machine.`
  );
}

function describeCell({ network, result, configuration, stability }: Strip): string {
  return `${network.name} ${formatSize(result.size)} with ${configuration.name} (${formatDeviation(stability.drift)})`;
}

function drawStrip({ network, result, stability }: Strip): Panel {
  const { samplesMs, medianMs } = result.latency;
  const [lowest = medianMs, highest = medianMs] = extent(samplesMs);
  const y = {
    min: Math.max(0, Math.min(lowest, medianMs * (1 - NARROWEST_VIEW))),
    max: Math.max(highest, medianMs * (1 + NARROWEST_VIEW)) || 1,
  };
  const last = Math.max(2, samplesMs.length);
  const plot: Plot = {
    x: {
      title: "",
      scale: "linear",
      min: 1,
      max: last,
      ticks: [1, last].map((value) => ({ value, label: `${value}` })),
    },
    y: linearAxis("", y, 3),
    series: [
      {
        colour: network.colour,
        mark: samplesMs.length > 1 ? "none" : "filled",
        line: "solid",
        points: samplesMs.map((sample, index) => ({ x: index + 1, y: sample })),
      },
      { colour: network.colour, mark: "none", line: "reference", points: [1, last].map((x) => ({ x, y: medianMs })) },
    ],
  };
  return {
    title: `${network.name} ${formatSize(result.size)}`,
    description:
      `${formatQuantity(stability.samples, "sample")} around a median of ${formatMeasured(medianMs)} ms, ` +
      `from ${formatMeasured(lowest)} to ${formatMeasured(highest)}; drift ${formatDeviation(stability.drift)}.`,
    plot,
  };
}

function tabulate(strips: readonly Strip[]): Table {
  const several = new Set(strips.map(({ configuration }) => configuration)).size > 1;
  const number = (title: string) => ({ title, align: "number" as const });
  return {
    kind: "table",
    id: "steadiness",
    caption: "Steadiness of each cell: coefficient of variation, drift, and outliers by Tukey's fences, which stay in",
    folded: true,
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      ...(several ? [{ title: "Measured with", align: "text" as const }] : []),
      number("samples"),
      number("variation, %"),
      number("drift"),
      number("mild outliers"),
      number("severe outliers"),
    ],
    rows: strips.map(({ network, result, configuration, stability }, index): Row => {
      return {
        startsGroup: result.network !== strips[index - 1]?.result.network,
        cells: [
          network.name,
          formatSize(result.size),
          ...(several ? [configuration.name] : []),
          `${stability.samples}`,
          formatRatio(stability.variation * 100),
          {
            text: formatDeviation(stability.drift),
            tone: Math.abs(stability.drift) > NOTABLE_DRIFT ? "warning" : "plain",
          },
          `${stability.mildOutliers}`,
          `${stability.severeOutliers}`,
        ],
      };
    }),
  };
}
