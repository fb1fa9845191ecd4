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
      : [...compareAll(contests), paragraph(HOW_TO_READ), tabulate(contests)];
  return { id: "runtimes-compared", title: "Runtimes compared", blocks };
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
function compareAll(contests: readonly Contest[]): readonly Block[] {
  const all = group(
    contests.flatMap(({ contenders }) => contenders),
    ({ configuration }) => configuration,
  );
  const [most] = [...all].toSorted(([, a], [, b]) => b.length - a.length);
  const [baseline, own] = most!;
  const times = new Map(own.map((contender) => [contestKey(contender.result), medianOf(contender)]));
  const rows = [...all].map(([configuration, contenders]) => {
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

function tabulate(contests: readonly Contest[]): Table {
  const severalBatches = contests.some(({ contenders: [{ result }] }) => result.batch !== 1);
  return {
    kind: "table",
    id: "runtimes-by-cell",
    caption: `Speed relative to the fastest, ${formatQuantity(contests.length, "cell")}`,
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      ...(severalBatches ? [{ title: "batch", align: "number" as const }] : []),
      { title: "Measured with", align: "text" },
      { title: "speed, fastest = 1", align: "bar" },
      { title: "median, ms", align: "number" },
      { title: "95 % interval, ms", align: "number" },
      { title: "fps", align: "number" },
    ],
    rows: contests.flatMap((contest) => contestRows(contest, severalBatches)),
  };
}

function contestRows({ network, contenders }: Contest, severalBatches: boolean): readonly Row[] {
  const fastest = medianOf(contenders[0]);
  return contenders.map(({ configuration, result }, index): Row => {
    const { medianMs, ciLowMs, ciHighMs } = result.latency;
    const isNoisy = result.status === "noisy";
    const bar: Bar = {
      length: fastest / medianMs,
      low: Math.min(1, fastest / ciHighMs),
      high: Math.min(1, fastest / (ciLowMs || medianMs)),
    };
    return {
      startsGroup: index === 0,
      cells: [
        network.name,
        formatSize(result.size),
        ...(severalBatches ? [`${result.batch}`] : []),
        configuration.name,
        { text: formatRatio(bar.length), bar },
        isNoisy ? { text: `~${formatMeasured(medianMs)}`, tone: "warning" } : formatMeasured(medianMs),
        `${formatMeasured(ciLowMs)}–${formatMeasured(ciHighMs)}`,
        formatMeasured(framesPerSecond(result)),
      ],
    };
  });
}
