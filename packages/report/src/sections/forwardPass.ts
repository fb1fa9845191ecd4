/** The paper's Table II beside what was measured: https://arxiv.org/abs/1707.03718 */
import { type Block, type Cell, type Column, list, paragraph, type Row, type Section, type Text } from "../document.js";
import {
  formatCount,
  formatEnumeration,
  formatMeasured,
  formatPublished,
  formatQuantity,
  formatRatio,
  formatSize,
} from "../format.js";
import { listNetworks, type Network } from "../networks.js";
import type { PredictedDevice } from "../predicted.js";
import {
  PAPER_URL,
  type PublishedDevice,
  publishedDevices,
  publishedNetworks,
  publishedTime,
  publishedTimeSizes,
} from "../published.js";
import {
  type Configuration,
  cellKey,
  describeCommonTraits,
  findMeasured,
  framesPerSecond,
  isMeasured,
  isPresent,
  type Run,
} from "../runs.js";
import { geometricMean } from "../statistics.js";

/** More columns than this hide the comparison; the full results hold every configuration. */
const MOST_CONFIGURATIONS = 8;

export function buildForwardPass(runs: readonly Run[], predicted: readonly PredictedDevice[] = []): Section {
  const present = runs.flatMap((run) => run.configurations).filter(({ results }) => isPresent(results));
  const single = present.filter(({ batch }) => batch === 1);
  const atPaperSizes = single.filter(hasPublishedSize);
  const shown = atPaperSizes.slice(0, MOST_CONFIGURATIONS);
  const common = describeCommonTraits(runs);
  const blocks: Block[] = [
    paragraph("Time of one forward pass of one image. Published and measured figures come from different timers:"),
    { kind: "list", items: [...describeTimers(common), ...predicted.map(describePrediction)] },
    {
      kind: "table",
      id: "table-2",
      caption: `Table II: forward-pass time, published${predicted.length > 0 ? ", measured and predicted" : " and measured"}`,
      columns: [
        { title: "Network", align: "text" },
        { title: "Size", align: "text" },
        ...publishedDevices.flatMap((device) => timeColumns(`Published: ${device}`)),
        ...shown.flatMap(({ name }) => timeColumns(`Measured: ${name}`)),
        ...predicted.flatMap(({ title }) => timeColumns(`Predicted: ${title}`)),
      ],
      rows: publishedTimeSizes.flatMap((size) => sizeRows(runs, shown, predicted, size)),
    },
    paragraph(
      "A dash is the paper's own and means that the network could not run there. Where a cell is empty, " +
        "the paper has no such figure or the cell was not in the suite. A word instead of a number is the result's status, " +
        "and a tilde marks a noisy measurement.",
    ),
    ...compareWithPaper(shown),
    ...leftOut(runs, {
      hidden: atPaperSizes.length - shown.length,
      otherSizes: single.length - atPaperSizes.length,
    }),
  ];
  return { id: "forward-pass", title: "Forward-pass time", blocks };
}

/** A configuration of other sizes alone would be an empty column. */
function hasPublishedSize({ cells }: Configuration): boolean {
  return [...cells.values()].some(({ size }) => (publishedTimeSizes as readonly string[]).includes(formatSize(size)));
}

function describeTimers(common: string): readonly Text[] {
  return [
    [
      { strong: "Published" },
      " (",
      { link: "the paper", url: PAPER_URL },
      "): the authors' timer holds the upload of the image and the download of the result, primes once and takes a mean. " +
        'The paper does not say whether its "Titan X" is the Maxwell or the Pascal card.',
    ],
    [
      { strong: "Measured" },
      `${common && ` (${common})`}: region `,
      { code: "host" },
      ", from the input tensor in host memory to the output tensor readable in host memory, so copies are inside here too; " +
        "the median after a warm-up.",
    ],
  ];
}

function timeColumns(group: string): readonly Column[] {
  return [
    { title: "ms", group, align: "number" },
    { title: "fps", group, align: "number" },
  ];
}

function sizeRows(
  runs: readonly Run[],
  configurations: readonly Configuration[],
  predicted: readonly PredictedDevice[],
  size: string,
): readonly Row[] {
  const tried = (network: Network) => configurations.some(({ cells }) => cells.has(cellKey(network.key, size)));
  const networks = listNetworks(runs).filter(
    (network) => (publishedNetworks as readonly string[]).includes(network.key) || tried(network),
  );
  return networks.map((network, index) => ({
    startsGroup: index === 0,
    cells: [
      network.name,
      size,
      ...publishedDevices.flatMap((device) => publishedCells(publishedTime(network.key, device, size))),
      ...configurations.flatMap((configuration) => measuredCells(configuration, network, size)),
      ...predicted.flatMap((device) => predictedCells(device, network, size)),
    ],
  }));
}

function publishedCells(time: ReturnType<typeof publishedTime>): readonly Cell[] {
  if (time === undefined) return ["", ""];
  return time === null ? ["–", "–"] : [formatCount(time.ms), formatPublished(time.fps)];
}

function describePrediction({ title, error }: PredictedDevice): Text {
  return [{ strong: `Predicted: ${title}` }, `, from times of the other networks only; ${error}.`];
}

function predictedCells({ times }: PredictedDevice, network: Network, size: string): readonly Cell[] {
  const time = times.find((each) => each.network === network.key && each.size === size);
  if (time === undefined) return ["", ""];
  return time.ms === null ? ["no memory", ""] : [time.ms, 1e3 / time.ms].map(formatMeasured);
}

function measuredCells(configuration: Configuration, network: Network, size: string): readonly Cell[] {
  const result = configuration.cells.get(cellKey(network.key, size));
  if (!result) return ["", ""];
  if (!isMeasured(result)) return [{ text: result.status, tone: "failure" }, ""];
  const figures = [result.latency.medianMs, framesPerSecond(result)].map(formatMeasured);
  return result.status === "noisy" ? figures.map((text) => ({ text: `~${text}`, tone: "warning" })) : figures;
}

/** Each configuration against the published devices over the cells that both have, as geometric means of ratios. */
function compareWithPaper(configurations: readonly Configuration[]): readonly Block[] {
  const items = configurations.flatMap((configuration) => {
    const devices = publishedDevices.flatMap((device) => {
      const ratios = compareCells(configuration, device);
      const ratio = geometricMean(ratios);
      return ratio === undefined
        ? []
        : [`${formatRatio(ratio)} times the ${device}'s (${formatQuantity(ratios.length, "cell")})`];
    });
    return devices.length === 0 ? [] : [[{ strong: configuration.name }, `: ${formatEnumeration(devices)}.`]];
  });
  if (items.length === 0) return [];
  return [paragraph("Measured over published time, as the geometric mean over the cells that have both:"), list(items)];
}

function compareCells(configuration: Configuration, device: PublishedDevice): readonly number[] {
  return publishedTimeSizes.flatMap((size) =>
    publishedNetworks.flatMap((network) => {
      const published = publishedTime(network, device, size)?.ms;
      const measured = findMeasured(configuration, network, size)?.latency.medianMs;
      return published && measured ? [measured / published] : [];
    }),
  );
}

function leftOut(
  runs: readonly Run[],
  { hidden, otherSizes }: { readonly hidden: number; readonly otherSizes: number },
): readonly Block[] {
  const batches = runs.flatMap((run) => run.configurations).filter(({ batch }) => batch > 1).length;
  const reasons = [
    ...(hidden > 0
      ? [`${formatQuantity(hidden, "further configuration")} beyond the first ${MOST_CONFIGURATIONS}`]
      : []),
    ...(otherSizes > 0 ? [`${formatQuantity(otherSizes, "configuration")} at no size of the paper`] : []),
    ...(batches > 0 ? [`${formatQuantity(batches, "configuration")} with more than one image a batch`] : []),
  ];
  return reasons.length > 0 ? [paragraph(`Not in this table, but under All results: ${reasons.join("; ")}.`)] : [];
}
