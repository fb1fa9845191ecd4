/** The figures that stand out: each network at one size, in the fastest way it was measured. */
import type { Figure, Figures, Table } from "../document.js";
import { formatMeasured, formatSize, markNoisy } from "../format.js";
import type { ReportedNetwork } from "../networks.js";
import { type Configuration, framesPerSecond, isMeasured, type MeasuredResult, networkKey, type Run } from "../runs.js";
import { findFastest } from "./recommendation.js";

/** The size at which the paper states operations, and both of its devices' times. */
const PREFERRED_SIZE = "640x360";

export interface Headline {
  readonly network: ReportedNetwork;
  readonly size: string;
  readonly configuration: Configuration;
  readonly measured: MeasuredResult;
}

/** The networks that were measured, each at the size that the report prefers or, without it, at its own most measured. */
export function chooseHeadlines(
  configurations: readonly Configuration[],
  networks: readonly ReportedNetwork[],
): readonly Headline[] {
  const sizes = sizesByNetwork(configurations);
  return networks.flatMap((network): readonly Headline[] => {
    const own = sizes.get(network.key);
    if (own === undefined) return [];
    const size = own.has(PREFERRED_SIZE) ? PREFERRED_SIZE : [...own].toSorted(([, a], [, b]) => b - a)[0]![0];
    const fastest = findFastest(configurations, network, size);
    return fastest ? [{ network, size, ...fastest }] : [];
  });
}

/** How often each size of each network was measured, single images only. */
function sizesByNetwork(configurations: readonly Configuration[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const networks = new Map<string, Map<string, number>>();
  for (const result of configurations.flatMap(({ results }) => results.filter(isMeasured))) {
    if (result.batch !== 1) continue;
    const size = formatSize(result.size);
    const key = networkKey(result.network);
    const sizes = networks.get(key) ?? new Map<string, number>();
    networks.set(key, sizes.set(size, (sizes.get(size) ?? 0) + 1));
  }
  return networks;
}

export function headlineFigures(headlines: readonly Headline[]): Figures {
  return { kind: "figures", items: headlines.map(headlineFigure) };
}

function headlineFigure({ network, size, configuration, measured }: Headline): Figure {
  const { medianMs, ciLowMs, ciHighMs } = measured.latency;
  const noisy = measured.status === "noisy";
  return {
    label: `${network.name} ${size}`,
    value: `${noisy ? "~" : ""}${formatMeasured(framesPerSecond(measured))}`,
    unit: "fps",
    detail: `${formatMeasured(medianMs)} ms (${formatMeasured(ciLowMs)}–${formatMeasured(ciHighMs)}${noisy ? ", noisy" : ""}), ${configuration.name}`,
  };
}

/** The same of several machines, a row each. */
export function headlineTable(
  runs: readonly Run[],
  configurations: readonly Configuration[],
  headlines: readonly Headline[],
): Table {
  return {
    kind: "table",
    id: "headline",
    caption: "Frames a second, each with the machine's fastest runtime for it",
    columns: [
      { title: "Machine", align: "text" },
      ...headlines.map(({ network, size }) => ({ title: `${network.name} ${size}`, align: "number" as const })),
    ],
    rows: runs.map((run) => ({
      cells: [
        run.machine,
        ...headlines.map(({ network, size }) => {
          const own = configurations.filter((configuration) => configuration.run === run);
          const fastest = findFastest(own, network, size);
          return fastest ? describeFastest(fastest) : "";
        }),
      ],
    })),
  };
}

/** `8.17 (ORT CPU)`, with a tilde where it is noisy. */
function describeFastest({ measured, configuration }: Pick<Headline, "measured" | "configuration">): string {
  return `${markNoisy(measured, formatMeasured(framesPerSecond(measured)))} (${configuration.variant})`;
}
