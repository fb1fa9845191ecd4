/** Runtimes, devices and machines side by side: the same network at the same size, each as fast as the fastest or slower. */
import { group } from "d3-array";
import { type Bar, type Block, paragraph, type Row, type Section, type Table } from "../document.js";
import { formatMeasured, formatQuantity, formatRatio, formatSize } from "../format.js";
import { listNetworks, type Network } from "../networks.js";
import { type Configuration, framesPerSecond, isMeasured, type Measured, networkKey, type Run } from "../runs.js";
import { geometricMean } from "../statistics.js";

/** A measured result of one network at one size and batch. */
interface Contender {
  readonly configuration: Configuration;
  readonly result: Measured;
}

/** What was measured in more than one way, the fastest first. */
interface Contest {
  readonly network: Network;
  readonly contenders: readonly [Contender, Contender, ...Contender[]];
}

export function buildRuntimesCompared(runs: readonly Run[]): Section {
  const contests = listContests(runs);
  const blocks: readonly Block[] =
    contests.length === 0
      ? [paragraph("Nothing to compare: no network was measured at one size in two ways.")]
      : [
          ...compareAll(runs, contests),
          paragraph(HOW_TO_READ),
          ...contests.slice(0, MOST_TABLES).map(tabulate),
          ...explainHidden(contests.length - MOST_TABLES),
        ];
  return { id: "runtimes-compared", title: "Runtimes compared", blocks };
}

/** More than this is a list, and All results is the better one. */
const MOST_TABLES = 16;

function explainHidden(amount: number): readonly Block[] {
  if (amount <= 0) return [];
  return [paragraph(`${formatQuantity(amount, "further cell")} measured in more than one way: under All results.`)];
}

const HOW_TO_READ =
  "Cell by cell: speed is the fastest median over this one, so that the fastest has 1 and a full bar; the line at a bar's end is " +
  "the 95 % interval of its median. A device called software is no GPU: the processor computes in its place.";

function listContests(runs: readonly Run[]): readonly Contest[] {
  const networks = listNetworks(runs);
  const contenders = runs
    .flatMap((run) => run.configurations)
    .flatMap((configuration) =>
      configuration.results
        .filter(isMeasured)
        .filter(({ latency }) => latency.medianMs > 0)
        .map((result): Contender => ({ configuration, result })),
    );
  const cells = group(contenders, ({ result }) => contestKey(result));
  return [...cells.values()]
    .flatMap((own): readonly Contest[] => {
      const [first, second, ...others] = own.toSorted((a, b) => medianOf(a) - medianOf(b));
      const network = networks.find(({ key }) => key === networkKey(first!.result.network));
      return second && network ? [{ network, contenders: [first!, second, ...others] }] : [];
    })
    .toSorted((a, b) => networks.indexOf(a.network) - networks.indexOf(b.network) || pixelsOf(a) - pixelsOf(b));
}

function contestKey({ network, size, batch }: Measured): string {
  return `${networkKey(network)} ${formatSize(size)} ${batch}`;
}

function medianOf({ result }: Contender): number {
  return result.latency.medianMs;
}

function pixelsOf({ contenders: [{ result }] }: Contest): number {
  return result.size.width * result.size.height * result.batch;
}

/** Every configuration against the one that was measured most, over the cells that both have. */
function compareAll(runs: readonly Run[], contests: readonly Contest[]): readonly Block[] {
  const byConfiguration = group(
    contests.flatMap(({ contenders }) => contenders),
    ({ configuration }) => configuration,
  );
  const all = runs
    .flatMap((run) => run.configurations)
    .flatMap((configuration): (readonly [Configuration, readonly Contender[]])[] => {
      const own = byConfiguration.get(configuration);
      return own === undefined ? [] : [[configuration, own]];
    });
  const [most] = all.toSorted(([, a], [, b]) => b.length - a.length);
  const [baseline, own] = most!;
  const times = new Map(own.map((contender) => [contestKey(contender.result), medianOf(contender)]));
  const rows = all.map(([configuration, contenders]) => {
    const ratios = contenders.flatMap((contender) => {
      const time = times.get(contestKey(contender.result));
      return time === undefined ? [] : [medianOf(contender) / time];
    });
    return { configuration, ratios, ratio: geometricMean(ratios) };
  });
  const sorted = rows.toSorted((a, b) => (a.ratio ?? Number.POSITIVE_INFINITY) - (b.ratio ?? Number.POSITIVE_INFINITY));
  return [
    paragraph([
      { strong: "All in all" },
      `: time over that of ${baseline.name}, as the geometric mean of the ratios of medians over the cells that both have.`,
    ]),
    {
      kind: "table",
      id: "runtimes-in-all",
      caption: `Time relative to ${baseline.name}`,
      columns: [
        { title: "Measured with", align: "text" },
        { title: "time, ratio", align: "number" },
        { title: "cells", align: "number" },
      ],
      rows: sorted.map(({ configuration, ratio, ratios }): Row => {
        return {
          cells: [configuration.name, ratio === undefined ? "none shared" : formatRatio(ratio), `${ratios.length}`],
        };
      }),
    },
  ];
}

function tabulate({ network, contenders }: Contest): Table {
  const [{ result }] = contenders;
  const size = formatSize(result.size);
  const batch = result.batch === 1 ? "" : `, batch ${result.batch}`;
  return {
    kind: "table",
    id: `runtimes-${network.key}-${size}-${result.batch}`.replace(/[^\w-]/g, "-"),
    caption: `${network.name} ${size}${batch}`,
    columns: [
      { title: "Measured with", align: "text" },
      { title: "speed, fastest = 1", align: "bar" },
      { title: "median, ms", align: "number" },
      { title: "95 % interval, ms", align: "number" },
      { title: "fps", align: "number" },
    ],
    rows: contenders.map((contender) => contenderRow(contender, medianOf(contenders[0]))),
  };
}

function contenderRow({ configuration, result }: Contender, fastestMs: number): Row {
  const { medianMs, ciLowMs, ciHighMs } = result.latency;
  const bar: Bar = {
    length: fastestMs / medianMs,
    low: Math.min(1, fastestMs / ciHighMs),
    high: Math.min(1, fastestMs / (ciLowMs || medianMs)),
  };
  const isNoisy = result.status === "noisy";
  return {
    cells: [
      configuration.name,
      { text: formatRatio(bar.length), bar },
      isNoisy ? { text: `~${formatMeasured(medianMs)}`, tone: "warning" } : formatMeasured(medianMs),
      `${formatMeasured(ciLowMs)}–${formatMeasured(ciHighMs)}`,
      formatMeasured(framesPerSecond(result)),
    ],
  };
}
