/** Measured figures as people read them. */
import type { Latency } from "@linknet-kit/results";

/** Three digits that say something, and all of a whole part: 5.12, 1402. */
export function significant(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value.toPrecision(3);
}

/** Half the 95 % interval of the median, as a share of it: `±1.4 %`; nothing of a median of 0. */
export function describeInterval({ medianMs, ciLowMs, ciHighMs }: Latency): string {
  return medianMs === 0 ? "" : `±${((50 * (ciHighMs - ciLowMs)) / medianMs).toFixed(1)} %`;
}
