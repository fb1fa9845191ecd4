/** What was measured, cell by cell: networks of their own, and the paper's Table II beside it: https://arxiv.org/abs/1707.03718 */
import { isPublished, publishedDevices, publishedTime, publishedTimeSizes } from "@linknet-kit/models/published";
import { max, rollup } from "d3-array";
import {
  type Block,
  type ReportCell,
  type Column,
  paragraph,
  type ReportRow,
  type Section,
  type Table,
} from "../document.js";
import {
  formatCount,
  formatEnumeration,
  formatMeasured,
  formatPublished,
  formatRatio,
  formatSize,
  formatQuantity,
  markNoisy,
} from "../format.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import type { PredictedDevice } from "../predicted.js";
import {
  type Configuration,
  networkSizeKey,
  findMeasured,
  framesPerSecond,
  isMeasured,
  mainConfigurations,
  networkKey,
  type Run,
} from "../runs.js";
import { geometricMean } from "../statistics.js";
import { drawLatencies } from "./latencyDots.js";
import { explainTable2 } from "./timers.js";

/** More columns than this hide the comparison; Runtimes and All results hold every configuration. */
const MOST_COLUMNS = 5;

/** More rows of the networks of their own than this are for All results. */
const MOST_ROWS = 40;

/** A network at a size. */
interface CellOf {
  readonly network: ReportedNetwork;
  readonly size: string;
}

/** The section; `undefined` where nothing was measured or tried. */
export function buildForwardPass(
  runs: readonly Run[],
  predicted: readonly PredictedDevice[] = [],
): Section | undefined {
  const configurations = mainConfigurations(runs).filter(({ batch }) => batch === 1);
  const tried = new Set(configurations.flatMap(({ results }) => results.map(({ network }) => networkKey(network))));
  const networks = listNetworks(runs).filter(({ key }) => tried.has(key));
  if (networks.length === 0) return undefined;
  const own = ownCells(
    configurations,
    networks.filter(({ key }) => !isPublished(key)),
  );
  const paper = networks.filter(({ key }) => isPublished(key));
  const otherCells = ownCells(configurations, paper).filter(({ size }) => !isPublishedSize(size));
  const paperCells = orderBySize([
    ...publishedTimeSizes.flatMap((size) => paper.map((network) => ({ network, size }))),
    ...otherCells.slice(0, MOST_ROWS),
  ]);
  const left = Math.max(0, own.length - MOST_ROWS) + Math.max(0, otherCells.length - MOST_ROWS);
  const blocks: Block[] = [
    ...(own.length > 0 ? ownTable(configurations, own.slice(0, MOST_ROWS)) : []),
    ...(paper.length > 0 ? table2(configurations, paperCells, predicted) : []),
    ...(left > 0 ? [paragraph(`${left} further cells are under All results.`)] : []),
    ...drawLatencies(configurations, [...own, ...paperCells]),
    ...(paper.length > 0 ? [explainTable2(runs, predicted)] : []),
  ];
  return { id: "forward-pass", title: "Forward-pass time", blocks };
}

function ownCells(configurations: readonly Configuration[], networks: readonly ReportedNetwork[]): readonly CellOf[] {
  const results = configurations.flatMap((configuration) => [...configuration.cells.values()]);
  const sizes = new Map(results.map(({ size }) => [formatSize(size), size.width * size.height]));
  const sorted = [...sizes].toSorted(([, a], [, b]) => a - b).map(([size]) => size);
  return networks
    .flatMap((network) => sorted.map((size) => ({ network, size })))
    .filter(({ network, size }) => configurations.some(({ cells }) => cells.has(networkSizeKey(network.key, size))));
}

function isPublishedSize(size: string): boolean {
  return (publishedTimeSizes as readonly string[]).includes(size);
}

/** From the smallest image; networks of one size keep their order. */
function orderBySize(cells: readonly CellOf[]): readonly CellOf[] {
  const pixels = (size: string): number => size.split("x").reduce((product, side) => product * Number(side), 1);
  return cells.toSorted((a, b) => pixels(a.size) - pixels(b.size) || a.size.localeCompare(b.size));
}

function ownTable(configurations: readonly Configuration[], cells: readonly CellOf[]): readonly Block[] {
  const shown = chooseColumns(configurations, cells);
  const table: Table = {
    kind: "table",
    id: "measured",
    caption: "Forward-pass time of one image, measured",
    columns: [...identityColumns, ...shown.flatMap(({ name }) => timeColumns(name))],
    rows: cells.map(({ network, size }, index): ReportRow => {
      const measured = shown.flatMap((configuration) => measuredCells(configuration, network, size));
      return { startsGroup: network !== cells[index - 1]?.network, cells: [network.name, size, ...measured] };
    }),
  };
  return [table, ...nameOthers(configurations, shown, cells)];
}

const identityColumns: readonly Column[] = [
  { title: "Network", align: "text" },
  { title: "Size", align: "text" },
];

function table2(
  configurations: readonly Configuration[],
  cells: readonly CellOf[],
  predicted: readonly PredictedDevice[],
): readonly Block[] {
  const shown = chooseColumns(configurations, cells);
  return [
    {
      kind: "table",
      id: "table-2",
      caption: `Table II: forward-pass time of one image, ${predicted.length > 0 ? "measured, published and predicted" : "measured and published"}`,
      columns: [
        ...identityColumns,
        ...shown.flatMap(({ name }) => timeColumns(`Measured: ${name}`)),
        ...publishedDevices.flatMap((device) => timeColumns(`Published: ${device}`)),
        ...predicted.map(({ title }): Column => ({ title, group: "Predicted, ms", align: "number" })),
      ],
      rows: cells.map(({ network, size }, index): ReportRow => {
        return {
          startsGroup: size !== cells[index - 1]?.size,
          cells: [
            network.name,
            size,
            ...shown.flatMap((configuration) => measuredCells(configuration, network, size)),
            ...publishedDevices.flatMap((device) => publishedCells(publishedTime(network.key, device, size))),
            ...predicted.map((device) => predictedCell(device, network, size)),
          ],
        };
      }),
    },
    ...nameOthers(configurations, shown, cells),
    ...compareWithPaper(shown),
  ];
}

/** Which ways of measuring have cells and no columns. */
function nameOthers(
  configurations: readonly Configuration[],
  shown: readonly Configuration[],
  cells: readonly CellOf[],
): readonly Block[] {
  const left = configurations.filter((each) => !shown.includes(each) && countTried(each, cells) > 0);
  if (left.length === 0) return [];
  return [
    paragraph(`Without columns here, and under All results: ${formatEnumeration(left.map(({ name }) => name))}.`),
  ];
}

function countTried({ cells: own }: Configuration, cells: readonly CellOf[]): number {
  return cells.filter(({ network, size }) => own.has(networkSizeKey(network.key, size))).length;
}

/** Of each machine those that measured at least half as many of the cells as the one that measured most. */
function chooseColumns(configurations: readonly Configuration[], cells: readonly CellOf[]): readonly Configuration[] {
  const counted = configurations.map((configuration) => ({ configuration, amount: countTried(configuration, cells) }));
  const most = rollup(
    counted,
    (own) => max(own, ({ amount }) => amount) ?? 0,
    ({ configuration }) => configuration.run,
  );
  const complete = counted.filter(
    ({ configuration, amount }) => amount > 0 && amount >= most.get(configuration.run)! / 2,
  );
  return complete.slice(0, MOST_COLUMNS).map(({ configuration }) => configuration);
}

function timeColumns(group: string): readonly Column[] {
  return [
    { title: "ms", group, align: "number" },
    { title: "fps", group, align: "number" },
  ];
}

function publishedCells(time: ReturnType<typeof publishedTime>): readonly ReportCell[] {
  if (time === undefined) return ["", ""];
  return time === null ? ["–", "–"] : [formatCount(time.ms), formatPublished(time.fps)];
}

function predictedCell({ times }: PredictedDevice, network: ReportedNetwork, size: string): ReportCell {
  const time = times.find((each) => each.network === network.key && each.size === size);
  if (time === undefined) return "";
  return time.ms === null ? { text: "no memory", tone: "muted" } : formatMeasured(time.ms);
}

function measuredCells(configuration: Configuration, network: ReportedNetwork, size: string): readonly ReportCell[] {
  const result = configuration.cells.get(networkSizeKey(network.key, size));
  if (!result) return ["", ""];
  if (!isMeasured(result)) return [{ text: result.status, tone: "failure" }, ""];
  const figures = [result.latency.medianMs, framesPerSecond(result)].map(formatMeasured);
  const tone = result.status === "noisy" ? "warning" : "plain";
  return figures.map((figure) => ({ text: markNoisy(result, figure), tone }));
}

/** Each configuration against the published devices over the cells that both have, as geometric means of ratios. */
function compareWithPaper(configurations: readonly Configuration[]): readonly Block[] {
  const items = configurations.flatMap((configuration) => {
    const devices = publishedDevices.flatMap((device) => {
      const ratios = publishedTimeSizes.flatMap((size) =>
        listPublishedNetworks(configuration).flatMap((network) => {
          const published = publishedTime(network, device, size)?.ms;
          const measured = findMeasured(configuration, network, size)?.latency.medianMs;
          return published && measured ? [measured / published] : [];
        }),
      );
      const ratio = geometricMean(ratios);
      if (ratio === undefined) return [];
      return [`${formatRatio(ratio)} times the ${device}'s (${formatQuantity(ratios.length, "cell")})`];
    });
    return devices.length === 0 ? [] : [`${configuration.name} takes ${formatEnumeration(devices)}`];
  });
  if (items.length === 0) return [];
  return [paragraph(`Beside the published times, as geometric means: ${items.join("; ")}.`)];
}

function listPublishedNetworks({ results }: Configuration): readonly string[] {
  return [...new Set(results.map(({ network }) => networkKey(network)))].filter(isPublished);
}
