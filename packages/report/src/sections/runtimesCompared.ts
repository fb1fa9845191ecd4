/** Runtimes, devices and machines side by side: what each label stands for, how fast it is all in all, and cell by cell. */
import { group } from "d3-array";
import {
  type Block,
  type ReportCell,
  type Column,
  paragraph,
  type ReportRow,
  type Section,
  type Table,
} from "../document.js";
import { formatMeasured, formatQuantity, formatRatio, formatSize, markNoisy } from "../format.js";
import { describeThreads } from "../labels.js";
import { type Configuration, isMeasured, mainConfigurations, type Run } from "../runs.js";
import { geometricMean } from "../statistics.js";
import { type Contender, type Contest, contestKey, listContests, medianOf } from "./contests.js";

/** More rows or columns than this are a list, and All results is the better one. */
const MOST_ROWS = 40;
const MOST_COLUMNS = 8;

/** A configuration and how fast it is beside the fastest of the report; none where it shares no cell with the one measured most. */
interface Standing {
  readonly configuration: Configuration;
  readonly cells: number;
  readonly speed: number | undefined;
}

/** The section; `undefined` where nothing was measured. */
export function buildRuntimesCompared(runs: readonly Run[]): Section | undefined {
  const measured = runs.flatMap((run) => run.configurations).filter(({ results }) => results.some(isMeasured));
  if (measured.length === 0) return undefined;
  const main = mainConfigurations(runs);
  const contests = listContests(runs, main);
  const standings = rank(measured, listContests(runs, measured));
  const isMain = ({ configuration }: Standing): boolean => main.includes(configuration);
  const software = standings.filter((standing) => !isMain(standing));
  const blocks: readonly Block[] = [
    tabulateStandings("runtimes", "Runtimes, each by the name it has in this report", standings.filter(isMain)),
    ...(contests.length > 0 ? tabulateContests(contests, main) : []),
    ...(software.length > 0 ? [{ ...tabulateStandings("software", SOFTWARE, software), folded: true }] : []),
  ];
  return { id: "runtimes-compared", title: "Runtimes", blocks };
}

const SOFTWARE = "Software in a GPU's place: the processor computes, and the times say nothing of a GPU";

/** Every configuration against the one that was measured most, over the cells that both have; then all against the fastest. */
function rank(configurations: readonly Configuration[], contests: readonly Contest[]): readonly Standing[] {
  const byConfiguration = group(
    contests.flatMap(({ contenders }) => contenders),
    ({ configuration }) => configuration,
  );
  const [most] = configurations
    .map((configuration) => byConfiguration.get(configuration) ?? [])
    .toSorted((a, b) => b.length - a.length);
  const times = new Map((most ?? []).map((contender) => [contestKey(contender.result), medianOf(contender)]));
  const compared = configurations.map((configuration) => {
    const ratios = (byConfiguration.get(configuration) ?? []).flatMap((contender: Contender) => {
      const time = times.get(contestKey(contender.result));
      return time === undefined ? [] : [time / medianOf(contender)];
    });
    return { configuration, cells: ratios.length, speed: geometricMean(ratios) };
  });
  const fastest = Math.max(0, ...compared.map(({ speed = 0 }) => speed));
  return compared
    .map(({ speed, ...rest }) => ({ ...rest, speed: speed === undefined ? undefined : speed / fastest }))
    .toSorted((a, b) => (b.speed ?? 0) - (a.speed ?? 0));
}

/** What each name stands for; columns that would say the same in every row are left out. */
function tabulateStandings(id: string, caption: string, standings: readonly Standing[]): Table {
  const dtypes = new Set(standings.map(({ configuration: { results } }) => results[0].dtype));
  const columns: readonly (Column & { readonly cell: (standing: Standing) => ReportCell })[] = [
    { title: "Name", align: "text", cell: ({ configuration }) => configuration.name },
    ...(standings.some(({ speed }) => speed !== undefined) ? speedColumns : []),
    { title: "Runtime", align: "text", cell: ({ configuration: { results } }) => results[0].runtime },
    { title: "Version", align: "text", cell: ({ configuration }) => versionOf(configuration) },
    ...(standings.some(({ configuration }) => !isOnProcessor(configuration)) ? [deviceColumn] : []),
    { title: "Threads", align: "text", cell: ({ configuration: { results } }) => describeThreads(results[0]) },
    ...(dtypes.size > 1 ? [dtypeColumn] : []),
  ];
  return {
    kind: "table",
    id,
    caption,
    columns: columns.map(({ title, align }) => ({ title, align })),
    rows: standings.map((standing): ReportRow => ({ cells: columns.map(({ cell }) => cell(standing)) })),
  };
}

const speedColumns = [
  {
    title: "speed, fastest = 1",
    align: "bar" as const,
    cell: ({ speed }: Standing): ReportCell =>
      speed === undefined
        ? { text: "no common cell", tone: "muted" }
        : { text: formatRatio(speed), bar: { length: speed } },
  },
  {
    title: "cells",
    align: "number" as const,
    cell: ({ cells }: Standing) => `${cells}`,
  },
];

const deviceColumn = {
  title: "Device",
  align: "text" as const,
  cell: ({ configuration }: Standing) =>
    isOnProcessor(configuration) ? "the processor" : configuration.results[0].device,
};

const dtypeColumn = {
  title: "Type",
  align: "text" as const,
  cell: ({ configuration: { results } }: Standing) => results[0].dtype,
};

function isOnProcessor({ run, results: [{ device }] }: Configuration): boolean {
  return device === run.file.environment.cpu.model || /^cpu$/i.test(device);
}

function versionOf({ run, results: [{ runtime }] }: Configuration): string {
  const { runtimes } = run.file.environment;
  return Object.hasOwn(runtimes, runtime) ? runtimes[runtime]! : "";
}

/** A row a contest, a column a configuration: medians, the fastest in bold, and whatever its interval does not tell from it. */
function tabulateContests(contests: readonly Contest[], configurations: readonly Configuration[]): readonly Block[] {
  const contenders = group(
    contests.flatMap((contest) => contest.contenders),
    ({ configuration }) => configuration,
  );
  const amountOf = (configuration: Configuration): number => contenders.get(configuration)?.length ?? 0;
  const columns = configurations
    .filter((configuration) => amountOf(configuration) > 0)
    .toSorted((a, b) => amountOf(b) - amountOf(a))
    .slice(0, MOST_COLUMNS);
  const left = [
    ...(contests.length > MOST_ROWS ? [formatQuantity(contests.length - MOST_ROWS, "further cell")] : []),
    ...(contenders.size > columns.length ? [formatQuantity(contenders.size - columns.length, "further column")] : []),
  ];
  const table: Table = {
    kind: "table",
    id: "runtimes-by-cell",
    caption: "Median in ms of what was measured in more than one way, the fastest in bold",
    columns: [
      { title: "Network", align: "text" },
      { title: "Size", align: "text" },
      ...columns.map(({ name }) => ({ title: name, align: "number" as const })),
    ],
    rows: contests.slice(0, MOST_ROWS).map((contest, index): ReportRow => {
      const [{ result }] = contest.contenders;
      const batch = result.batch === 1 ? "" : `, batch ${result.batch}`;
      return {
        startsGroup: contest.network !== contests[index - 1]?.network,
        cells: [
          contest.network.name,
          `${formatSize(result.size)}${batch}`,
          ...columns.map((configuration) => contenderCell(contest, configuration)),
        ],
      };
    }),
  };
  return [table, ...(left.length > 0 ? [paragraph(`Under All results: ${left.join(" and ")}.`)] : [])];
}

function contenderCell({ contenders }: Contest, configuration: Configuration): ReportCell {
  const [{ result: first }] = contenders;
  const contender = contenders.find((one) => one.configuration === configuration);
  if (!contender) return "";
  const { status, latency } = contender.result;
  const isLevel = latency.ciLowMs <= first.latency.ciHighMs;
  const text = markNoisy(contender.result, formatMeasured(latency.medianMs));
  return { text: isLevel ? [{ strong: text }] : text, tone: status === "noisy" ? "warning" : "plain" };
}
