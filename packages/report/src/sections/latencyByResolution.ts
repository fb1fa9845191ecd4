/** Latency over the number of pixels, with each median's 95 % interval: how a network scales with the image. */
import { logAxis, logExtent } from "../axes.js";
import { type Axis, type Block, type Chart, paragraph, type Section, type Series } from "../document.js";
import { formatEnumeration, formatMeasured, formatSize } from "../format.js";
import type { Network } from "../networks.js";
import { type Configuration, isMeasured, type Measured, networkKey, type Run } from "../runs.js";
import { explainHidden, explainUndrawn, listDrawnNetworks, MOST_PANELS } from "./drawingLimits.js";

export function buildLatencyByResolution(runs: readonly Run[]): Section {
  const networks = listDrawnNetworks(runs);
  const groups = runs
    .flatMap((run) => run.configurations)
    .map((configuration) => ({ configuration, results: drawableResults(configuration) }))
    .filter(({ results }) => results.length > 0);
  const shown = groups.slice(0, MOST_PANELS);
  const all = shown.flatMap(({ results }) => results);
  const x = sizeAxis(all);
  const y = logAxis(
    "ms",
    all.flatMap(({ latency }) => [latency.ciLowMs || latency.medianMs, latency.ciHighMs]),
  );
  const chart: Chart = {
    kind: "chart",
    id: "chart-resolution",
    caption:
      "Measured latency over image size, both axes logarithmic; bars are 95 % intervals of the median. " +
      "The numbers are under All results.",
    shape: "full",
    legend: networks
      .filter(({ key }) => all.some(({ network }) => networkKey(network) === key))
      .map(({ name, colour }) => ({ label: name, colour, mark: "filled" })),
    panels: shown.map(({ configuration, results }) => ({
      title: configuration.name,
      description: describePanel(configuration, results, networks),
      plot: { x, y, series: networks.flatMap((network) => networkSeries(network, results)) },
    })),
  };
  const blocks =
    x.ticks.length < 2
      ? [explainEmpty(x)]
      : [chart, ...explainUndrawn(runs), ...explainHidden(groups.length - shown.length)];
  return { id: "latency-by-resolution", title: "Latency over resolution", blocks };
}

function explainEmpty({ ticks: [only] }: Axis): Block {
  return paragraph(
    `Nothing to draw: ${only ? `${only.label} is the only size with a latency` : "no result has a latency"}.`,
  );
}

/** A logarithmic axis has no place for 0. */
function drawableResults({ results }: Configuration): readonly Measured[] {
  return results.filter(isMeasured).filter(({ latency }) => latency.medianMs > 0);
}

const pixels = ({ size }: Measured): number => size.width * size.height;

/** Ticks stand at the sizes themselves; sizes of as many pixels share one. */
function sizeAxis(results: readonly Measured[]): Axis {
  const labels = new Map(results.map((result) => [pixels(result), formatSize(result.size)]));
  const ticks = [...labels].map(([value, label]) => ({ value, label })).toSorted((a, b) => a.value - b.value);
  return { title: "", scale: "log", ...logExtent([...labels.keys()]), ticks };
}

function networkSeries(network: Network, results: readonly Measured[]): readonly Series[] {
  const points = results
    .filter((result) => networkKey(result.network) === network.key)
    .map((result) => {
      const { medianMs, ciLowMs, ciHighMs } = result.latency;
      return { x: pixels(result), y: medianMs, low: ciLowMs || medianMs, high: ciHighMs };
    })
    .toSorted((a, b) => a.x - b.x);
  if (points.length === 0) return [];
  return [{ colour: network.colour, mark: "filled", line: "solid", points, label: network.name }];
}

function describePanel({ name }: Configuration, results: readonly Measured[], networks: readonly Network[]): string {
  const spans = networks.flatMap((network) => {
    const own = results.filter((result) => networkKey(result.network) === network.key);
    const sorted = own.toSorted((a, b) => pixels(a) - pixels(b));
    const ends = [...new Set([sorted[0], sorted.at(-1)])].filter((result) => result !== undefined);
    const span = ends.map(({ size, latency }) => `${formatMeasured(latency.medianMs)} ms at ${formatSize(size)}`);
    return span.length > 0 ? [`${network.name} ${span.join(" to ")}`] : [];
  });
  return `Measured latency with ${name}: ${formatEnumeration(spans)}. The table Measurements holds the numbers.`;
}
