/** What was measured, on what, and the main finding: the part that is read when nothing else is. */
import { type Block, type Figure, list, paragraph, type Section, type Table, type Text } from "../document.js";
import {
  formatDate,
  formatEnumeration,
  formatMeasured,
  formatNetwork,
  formatQuantity,
  formatRatio,
  formatSize,
} from "../format.js";
import type { Network } from "../networks.js";
import { publishedDevices, publishedTime } from "../published.js";
import {
  type Configuration,
  describeConfiguration,
  findMeasured,
  framesPerSecond,
  isMeasured,
  type Measured,
  type Run,
} from "../runs.js";
import { listCautions } from "./cautions.js";
import { explainUndrawn, listDrawnNetworks } from "./drawingLimits.js";

/** The size at which the paper states operations, and both of its devices' times. */
const PREFERRED_SIZE = "640x360";

/** Pairs whose speed the paper makes its case with: how many times as fast is the first as the second? */
const comparedPairs = [
  ["linknet", "segnet"],
  ["enet", "linknet"],
] as const;

/** One run's most complete configuration at the headline's size. */
interface Headline {
  readonly run: Run;
  readonly configuration: Configuration;
  readonly entries: readonly { readonly network: Network; readonly measured: Measured }[];
}

export function buildVerdict(runs: readonly Run[]): Section {
  const size = chooseSize(runs);
  const networks = listDrawnNetworks(runs);
  const headlines = runs.flatMap((run) => chooseHeadline(run, networks, size) ?? []);
  const speeds = compareSpeeds(headlines, size);
  const cautions = listCautions(runs);
  const blocks: Block[] = [
    list(describeRuns(runs)),
    ...(headlines.length > 1
      ? [headlineTable(headlines, size)]
      : headlines.flatMap((one) => headlineFigures(one, size))),
    ...explainUndrawn(runs),
    ...(speeds.length > 0 ? [list(speeds)] : []),
    ...(cautions.length > 0 ? [{ kind: "notice" as const, items: cautions }] : []),
  ];
  return { id: "verdict", title: "In short", blocks };
}

function describeRuns(runs: readonly Run[]): readonly Text[] {
  if (runs.length === 0) return ["No result file was given, so there is nothing to report."];
  return runs.map(({ machine, file }) => {
    const {
      environment: { cpu, os, node },
      suite,
      results,
      createdAt,
    } = file;
    const cores = `${cpu.allowedCores} of ${formatQuantity(cpu.logicalCores, "core")}`;
    const measured = results.filter(isMeasured).length;
    const share = measured === results.length ? "all with a latency" : `${measured} with a latency`;
    return [
      { strong: machine },
      ` (${cores}, ${os}, Node ${node.replace(/^v/, "")}), ${formatDate(createdAt)}: suite ${suite.name}, `,
      results.length === 0 ? "no result." : `${formatQuantity(results.length, "result")}, ${share}.`,
    ];
  });
}

/** The preferred size where anything was measured there, else the one with the most measurements. */
function chooseSize(runs: readonly Run[]): string {
  const tally = new Map<string, number>();
  for (const result of runs.flatMap(({ file }) => file.results).filter(isMeasured)) {
    const size = formatSize(result.size);
    tally.set(size, (tally.get(size) ?? 0) + 1);
  }
  if (tally.has(PREFERRED_SIZE)) return PREFERRED_SIZE;
  return [...tally].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? PREFERRED_SIZE;
}

/** The configuration with the most networks at the size, single images before batches, then the fastest. */
function chooseHeadline(run: Run, networks: readonly Network[], size: string): Headline | undefined {
  const candidates = run.configurations.map((configuration) => {
    const entries = networks.flatMap((network) => {
      const measured = findMeasured(configuration, network.key, size);
      return measured ? [{ network, measured }] : [];
    });
    const totalMs = entries.reduce((sum, { measured }) => sum + measured.latency.medianMs, 0);
    return { run, configuration, entries, totalMs };
  });
  const [best] = candidates
    .filter(({ entries }) => entries.length > 0)
    .toSorted(
      (a, b) =>
        b.entries.length - a.entries.length || a.configuration.batch - b.configuration.batch || a.totalMs - b.totalMs,
    );
  return best;
}

function headlineFigures({ run, configuration, entries }: Headline, size: string): readonly Block[] {
  const items = entries.map(({ network, measured }): Figure => {
    const { medianMs, ciLowMs, ciHighMs } = measured.latency;
    const interval = `${formatMeasured(ciLowMs)}–${formatMeasured(ciHighMs)}`;
    const noisy = measured.status === "noisy" ? ", noisy" : "";
    return {
      label: network.name,
      value: formatMeasured(framesPerSecond(measured)),
      unit: "fps",
      detail: `${formatMeasured(medianMs)} ms (${interval}${noisy})`,
    };
  });
  return [
    paragraph(
      `Measured at ${size}${run.label && ` on ${run.label}`} with ${describeConfiguration(configuration)}; ` +
        "median time and its 95 % interval:",
    ),
    { kind: "figures", items },
  ];
}

function headlineTable(headlines: readonly Headline[], size: string): Table {
  const shown = [
    ...new Map(headlines.flatMap((one) => one.entries.map(({ network }) => [network.key, network]))).values(),
  ];
  return {
    kind: "table",
    id: "headline",
    caption: `Measured frames per second at ${size}, each machine with the configuration that has most networks`,
    columns: [
      { title: "Machine", align: "text" },
      { title: "Measured with", align: "text" },
      ...shown.map(({ name }) => ({ title: `${name}, fps`, align: "number" as const })),
    ],
    rows: headlines.map(({ run, configuration, entries }) => ({
      cells: [
        run.machine,
        describeConfiguration(configuration),
        ...shown.map(({ key }) => {
          const entry = entries.find(({ network }) => network.key === key);
          return entry ? formatMeasured(framesPerSecond(entry.measured)) : "";
        }),
      ],
    })),
  };
}

/** One sentence a pair that was measured; the paper's own ratios are named as such. */
function compareSpeeds(headlines: readonly Headline[], size: string): readonly Text[] {
  return comparedPairs.flatMap(([faster, slower]) => {
    const here = headlines.flatMap(({ run, configuration }) => {
      const ratio = speedRatio(
        findMeasured(configuration, faster, size)?.latency.medianMs,
        findMeasured(configuration, slower, size)?.latency.medianMs,
      );
      return ratio === undefined ? [] : [`${formatRatio(ratio)}${run.label ? ` (${run.label})` : ""}`];
    });
    if (here.length === 0) return [];
    const published = publishedDevices.flatMap((device) => {
      const ratio = speedRatio(publishedTime(faster, device, size)?.ms, publishedTime(slower, device, size)?.ms);
      return ratio === undefined ? [] : [`${formatRatio(ratio)} times on the ${device}`];
    });
    const paper = published.length > 0 ? ` Published: ${formatEnumeration(published)}.` : "";
    const measured = `${formatEnumeration(here)} times as fast as ${formatNetwork(slower)}`;
    return [[{ strong: `${formatNetwork(faster)} is ${measured}` }, ` at ${size}, measured.${paper}`]];
  });
}

function speedRatio(fasterMs: number | undefined, slowerMs: number | undefined): number | undefined {
  return fasterMs && slowerMs ? slowerMs / fasterMs : undefined;
}
