/** Times paired with the operations they took: measured ones, and the paper's at the operations computed here. */
import { formatSize } from "../format.js";
import type { Network } from "../networks.js";
import { type PublishedDevice, publishedDevices, publishedTime, publishedTimeSizes } from "../published.js";
import { type Configuration, cellKey, isMeasured, networkKey, type Run } from "../runs.js";

/** `gflops` are the `useful` ones of the whole batch. The paper's times carry their `device`, measured ones their interval. */
export interface WorkSample {
  readonly network: Network;
  readonly size: string;
  readonly gflops: number;
  readonly ms: number;
  readonly low?: number;
  readonly high?: number;
  readonly device?: PublishedDevice;
}

/** GFLOP/s */
export function rateOf({ gflops, ms }: WorkSample): number {
  return (gflops / ms) * 1000;
}

/** The measured results of these networks that have a computed cost in their own file. */
export function measuredSamples(configuration: Configuration, networks: readonly Network[]): readonly WorkSample[] {
  const { run, results, batch } = configuration;
  const byKey = new Map(networks.map((network) => [network.key, network]));
  return results.filter(isMeasured).flatMap((result): readonly WorkSample[] => {
    const size = formatSize(result.size);
    const network = byKey.get(networkKey(result.network));
    const gflops = batch * (run.counts.get(cellKey(result.network, size))?.gflops.useful ?? 0);
    const { medianMs, ciLowMs, ciHighMs } = result.latency;
    if (!network || gflops <= 0 || medianMs <= 0) return [];
    return [{ network, size, gflops, ms: medianMs, low: ciLowMs, high: ciHighMs }];
  });
}

/** The paper's times, at the operations that this run's file computes. */
export function publishedSamples({ counts }: Run, networks: readonly Network[]): readonly WorkSample[] {
  return publishedDevices.flatMap((device) =>
    networks.flatMap((network) =>
      publishedTimeSizes.flatMap((size): readonly WorkSample[] => {
        const time = publishedTime(network.key, device, size);
        const gflops = counts.get(cellKey(network.key, size))?.gflops.useful ?? 0;
        return time && gflops > 0 ? [{ network, size, gflops, ms: time.ms, device }] : [];
      }),
    ),
  );
}
