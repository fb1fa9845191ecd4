/** Networks that were measured at one size in more than one way, for what is said of one runtime beside another. */
import { group } from "d3-array";
import { formatSize } from "../format.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import { type Configuration, isMeasured, type MeasuredResult, networkKey, type Run } from "../runs.js";

/** A measured result of one network at one size and batch. */
export interface Contender {
  readonly configuration: Configuration;
  readonly result: MeasuredResult;
}

/** What was measured in more than one way, the fastest first. */
export interface Contest {
  readonly network: ReportedNetwork;
  readonly contenders: readonly [Contender, Contender, ...Contender[]];
}

/** Networks in the report's order, then from the smallest size. */
export function listContests(runs: readonly Run[], configurations: readonly Configuration[]): readonly Contest[] {
  const networks = new Map(listNetworks(runs).map((network, index) => [network.key, { network, index }]));
  const contenders = configurations.flatMap((configuration) =>
    configuration.results
      .filter(isMeasured)
      .filter(({ latency }) => latency.medianMs > 0)
      .map((result): Contender => ({ configuration, result })),
  );
  return [...group(contenders, ({ result }) => contestKey(result)).values()]
    .flatMap((own): readonly (Contest & { readonly index: number })[] => {
      const [first, second, ...others] = own.toSorted((a, b) => medianOf(a) - medianOf(b));
      const known = networks.get(networkKey(first!.result.network));
      return second && known ? [{ ...known, contenders: [first!, second, ...others] }] : [];
    })
    .toSorted((a, b) => a.index - b.index || pixelsOf(a) - pixelsOf(b));
}

/** The same for what can be compared. */
export function contestKey({ network, size, batch }: MeasuredResult): string {
  return `${networkKey(network)} ${formatSize(size)} ${batch}`;
}

export function medianOf({ result }: Contender): number {
  return result.latency.medianMs;
}

function pixelsOf({ contenders: [{ result }] }: Contest): number {
  return result.size.width * result.size.height * result.batch;
}
