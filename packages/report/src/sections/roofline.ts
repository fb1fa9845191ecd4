/**
 * How near each network comes to what its runtime reaches at most on this machine: the roofline of Williams, Waterman and Patterson
 * 2009, https://doi.org/10.1145/1498765.1498785
 */
import type { Roof } from "@linknet-kit/results";
import { isOfLongRuns } from "@linknet-kit/results/statistics";
import { max } from "d3-array";
import { logAxis } from "../axes.js";
import {
  type Axis,
  type Block,
  type Chart,
  list,
  type Panel,
  paragraph,
  type Section,
  type Series,
} from "../document.js";
import { formatEnumeration, formatMeasured, formatNetwork, formatQuantity } from "../format.js";
import type { ReportedNetwork } from "../networks.js";
import type { Run } from "../runs.js";
import { explainHidden, explainUndrawn, listDrawnNetworks, MOST_PANELS } from "./drawingLimits.js";
import {
  type CompleteRoof,
  findRoof,
  isComplete,
  isOnGpu,
  ridgeOf,
  type RoofedGroup,
  type RoofedSample,
  roofedSamples,
} from "./roofedSamples.js";
import { formatShare, tabulateRoofs } from "./rooflineTable.js";

/** `undefined` unless a file has roofs. */
export function buildRoofline(runs: readonly Run[]): Section | undefined {
  const roofs = runs.flatMap(({ file }) => file.roofs ?? []);
  if (roofs.length === 0) return undefined;
  const networks = listDrawnNetworks(runs);
  const groups = runs
    .flatMap((run) => run.configurations)
    .flatMap((configuration): readonly RoofedGroup[] => {
      const roof = findRoof(configuration);
      const samples = roof ? roofedSamples(configuration, networks, roof) : [];
      return roof && samples.length > 0 ? [{ configuration, roof, samples }] : [];
    });
  const shown = groups.slice(0, MOST_PANELS);
  const blocks: readonly Block[] =
    shown.length === 0
      ? [
          paragraph(
            "Nothing to draw: no single image was measured with both roofs of its runtime and a count of its memory traffic.",
          ),
        ]
      : [
          paragraph(
            shown.some(({ configuration }) => isOnGpu(configuration)) ? [...HOW_TO_READ, ON_A_GPU] : HOW_TO_READ,
          ),
          list(shown.map(describeRoof)),
          drawChart(shown, networks),
          ...explainUndrawn(runs),
          ...explainHidden(groups.length - shown.length),
          tabulateRoofs(shown),
        ];
  return {
    id: "roofline",
    title: "Roofline",
    summary: describeNearest(shown),
    blocks: [...blocks, ...explainMissing(runs, roofs), ...explainShort(runs)],
  };
}

const HOW_TO_READ: readonly (string | { readonly code: string })[] = [
  "The roof is what the runtime's own kernels reached in the same run: its copy of large images to the left, its matrix product to the right. A mark is a " +
    "network at a size: at its ",
  { code: "useful" },
  " FLOPs a second, over its FLOPs for each byte that must move when layers run one by one (operands, weights and results once each; batch norm and " +
    "activation within their convolution). A mark far below the roof spends its time on something else. One above it is no error: caches keep " +
    "some of those bytes, and fast convolutions multiply less than the count says.",
];

const ON_A_GPU =
  " On a GPU the time of a network holds the copies of its image and of its result, and the wait for their end, which are next to nothing of its roof's.";

function describeNearest(groups: readonly RoofedGroup[]): string {
  const all = groups.flatMap(({ configuration, samples }) => samples.map((sample) => ({ configuration, ...sample })));
  const [best] = all.toSorted((a, b) => b.share - a.share);
  if (!best) return "nothing to draw";
  return `nearest comes ${best.network.name} ${best.size} on ${best.configuration.name}, with ${formatShare(best.share)} of it`;
}

function describeRoof({ configuration: { name }, roof, samples }: RoofedGroup) {
  const best = samples.toSorted((a, b) => b.share - a.share)[0]!;
  return [
    { strong: name },
    `: ${formatMeasured(roof.gflops)} GFLOP/s and ${formatMeasured(roof.gigabytesPerSecond)} GB/s, which meet at ` +
      `${formatMeasured(ridgeOf(roof))} FLOP a byte; nearest comes ${best.network.name} ${best.size} with ${formatShare(best.share)} of the roof.`,
  ];
}

function drawChart(groups: readonly RoofedGroup[], networks: readonly ReportedNetwork[]): Chart {
  const samples = groups.flatMap((group) => group.samples);
  const x = logAxis("FLOP a byte", [
    ...samples.map(({ intensity }) => intensity),
    ...groups.flatMap(({ roof }) => [ridgeOf(roof) / 2, ridgeOf(roof) * 2]),
  ]);
  const y = logAxis("GFLOP/s", [...samples.map(({ rate }) => rate), ...groups.map(({ roof }) => roof.gflops)]);
  const present = networks.filter((network) => samples.some((sample) => sample.network === network));
  return {
    kind: "chart",
    id: "chart-roofline",
    caption: "Rate over operational intensity, both axes logarithmic; the dashed line is the roof.",
    shape: "full",
    legend: present.map(({ name, colour }) => ({ label: name, colour, mark: "filled" })),
    panels: groups.map((group) => drawPanel(group, present, { x, y })),
  };
}

function drawPanel(
  { configuration, roof, samples }: RoofedGroup,
  networks: readonly ReportedNetwork[],
  axes: { x: Axis; y: Axis },
): Panel {
  const names = networks.filter((network) => samples.some((sample) => sample.network === network));
  const spans = names.map(({ name, key }) => {
    const highest =
      max(
        samples.filter(({ network }) => network.key === key),
        ({ share }) => share,
      ) ?? 0;
    return `${name} up to ${formatShare(highest)}`;
  });
  return {
    title: configuration.name,
    description:
      `Share of the roof of ${formatMeasured(roof.gflops)} GFLOP/s and ${formatMeasured(roof.gigabytesPerSecond)} GB/s reached with ` +
      `${configuration.name} (${formatQuantity(samples.length, "mark")}): ${formatEnumeration(spans)}.`,
    plot: { ...axes, series: [drawRoof(roof, axes), ...names.map((network) => drawNetwork(network, samples))] },
  };
}

/** From the left edge, or from where the slope comes into view, up to the ridge and on to the right edge. */
function drawRoof(roof: CompleteRoof, { x, y }: { x: Axis; y: Axis }): Series {
  const left = Math.max(x.min, y.min / roof.gigabytesPerSecond);
  return {
    colour: 0,
    mark: "none",
    line: "reference",
    points: [
      { x: left, y: left * roof.gigabytesPerSecond },
      { x: ridgeOf(roof), y: roof.gflops },
      { x: x.max, y: roof.gflops },
    ],
  };
}

/** Sizes of a network from the smallest; the label stands at the largest. */
function drawNetwork({ key, name, colour }: ReportedNetwork, samples: readonly RoofedSample[]): Series {
  const points = samples
    .filter(({ network }) => network.key === key)
    .toSorted((a, b) => a.gflops - b.gflops)
    .map(({ intensity, rate, size, share }) => {
      const title = `${name} ${size}: ${formatMeasured(rate)} GFLOP/s at ${formatMeasured(intensity)} FLOP a byte, ${formatShare(share)} of the roof`;
      return { x: intensity, y: rate, title };
    });
  return { colour, mark: "filled", line: "dotted", points, label: name };
}

/** Roofs that are incomplete or a GPU's, and networks without a count of their traffic. */
function explainMissing(runs: readonly Run[], roofs: readonly Roof[]): readonly Block[] {
  const uncounted = runs.flatMap(({ file }) => file.counts).filter(({ trafficMB }) => trafficMB === undefined);
  const incomplete = roofs.filter(
    ({ gflops, gigabytesPerSecond }) => gflops === undefined || gigabytesPerSecond === undefined,
  );
  const names = (all: readonly string[]): string => formatEnumeration([...new Set(all)]);
  return [
    ...(uncounted.length === 0
      ? []
      : [
          paragraph(
            `Left out, as their files do not say what they move through memory: ${names(uncounted.map(({ network }) => formatNetwork(network)))}. ` +
              "Counts of older versions do not have it.",
          ),
        ]),
    ...(incomplete.length === 0
      ? []
      : [
          paragraph(
            `Without both roofs: ${names(incomplete.map(({ runtime, reason }) => (reason === undefined ? runtime : `${runtime} (${reason})`)))}.`,
          ),
        ]),
  ];
}

/** A GPU's roofs that are not drawn. */
function explainShort(runs: readonly Run[]): readonly Block[] {
  const short = runs
    .flatMap((run) => run.configurations)
    .filter(isOnGpu)
    .flatMap(({ run: { file }, results: [{ runtime, device }] }) =>
      (file.roofs ?? []).filter((roof) => roof.runtime === runtime && roof.device === device),
    )
    .filter((roof) => isComplete(roof) && !isOfLongRuns(roof));
  if (short.length === 0) return [];
  const names = new Set(short.map(({ runtime, device }) => `${runtime} on ${device}`));
  return [
    paragraph(`Not drawn, as their runs were so short that starting them counts: ${formatEnumeration([...names])}.`),
  ];
}
