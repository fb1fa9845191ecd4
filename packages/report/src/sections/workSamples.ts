/** Measured times paired with the operations they took. */
import { formatSize } from "../format.js";
import type { ReportedNetwork } from "../networks.js";
import { type Configuration, networkSizeKey, isMeasured, networkKey } from "../runs.js";

/** `gflops` are the `useful` ones of the whole batch. */
export interface WorkSample {
  readonly network: ReportedNetwork;
  readonly size: string;
  readonly gflops: number;
  readonly ms: number;
}

/** GFLOP/s */
export function rateOf({ gflops, ms }: WorkSample): number {
  return (gflops / ms) * 1000;
}

/** The measured results of these networks that have a computed cost in their own file. */
export function measuredSamples(
  configuration: Configuration,
  networks: readonly ReportedNetwork[],
): readonly WorkSample[] {
  const { run, results, batch } = configuration;
  const byKey = new Map(networks.map((network) => [network.key, network]));
  return results.filter(isMeasured).flatMap((result): readonly WorkSample[] => {
    const size = formatSize(result.size);
    const network = byKey.get(networkKey(result.network));
    const gflops = batch * (run.counts.get(networkSizeKey(result.network, size))?.gflops.useful ?? 0);
    const { medianMs } = result.latency;
    return network && gflops > 0 && medianMs > 0 ? [{ network, size, gflops, ms: medianMs }] : [];
  });
}
