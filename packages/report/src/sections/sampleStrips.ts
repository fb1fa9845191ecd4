/** The samples of each cell with what they say about its steadiness. */
import { type StepChange, findStep, isClear } from "@linknet-kit/results/statistics";
import { formatFactor } from "../format.js";
import { listNetworks, type ReportedNetwork } from "../networks.js";
import { type Configuration, isMeasured, type MeasuredResult, networkKey, type Run } from "../runs.js";
import { describeStability, type Stability } from "../statistics.js";

/** A drift past this share of the median is named in words. */
export const NOTABLE_DRIFT = 0.05;

export interface Strip {
  readonly network: ReportedNetwork;
  readonly result: MeasuredResult;
  readonly configuration: Configuration;
  readonly stability: Stability;
  /** Where there is a clear one. */
  readonly step: StepChange | undefined;
}

/** Every measured cell, in the order of the files. */
export function listStrips(runs: readonly Run[]): readonly Strip[] {
  const networks = new Map(listNetworks(runs).map((network) => [network.key, network]));
  return runs
    .flatMap((run) => run.configurations)
    .flatMap((configuration) =>
      configuration.results.filter(isMeasured).flatMap((result): readonly Strip[] => {
        const network = networks.get(networkKey(result.network));
        if (!network) return [];
        const { samplesMs } = result.latency;
        const step = findStep(samplesMs);
        const stability = describeStability(samplesMs);
        return [{ network, result, configuration, stability, step: step && isClear(step) ? step : undefined }];
      }),
    );
}

/** `step at sample 21, x1.07`: the first sample after it, and the median from there on over the one before. */
export function describeStep({ index, ratio }: StepChange): string {
  return `step at sample ${index + 1}, x${formatFactor(ratio)}`;
}
