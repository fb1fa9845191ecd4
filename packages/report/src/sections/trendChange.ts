/** How far a line of the trend moved from its first point to its last, and in which words it is told apart from the others. */
import { formatFactor } from "../format.js";
import type { TrendSeries } from "./trendSeries.js";

/** The last median over the first, with the ratios at the far ends of both intervals; clear where those do not overlap. */
export interface Change {
  readonly series: TrendSeries;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly isClear: boolean;
}

export function describeTrend(series: TrendSeries): Change {
  const { moments } = series;
  const [first, last] = [moments[0].result.latency, moments.at(-1)!.result.latency];
  const low = last.ciLowMs / (first.ciHighMs || first.medianMs);
  const high = last.ciHighMs / (first.ciLowMs || first.medianMs);
  return { series, ratio: last.medianMs / first.medianMs, low, high, isClear: low > 1 || high < 1 };
}

/** `x1.07, 1.03–1.11` */
export function describeRatio({ ratio, low, high }: Change): string {
  return `x${formatFactor(ratio)}, ${formatFactor(low)}–${formatFactor(high)}`;
}

/** What beside network and size tells lines apart. */
export interface ChangeWords {
  readonly severalMachines: boolean;
  readonly severalConfigurations: boolean;
}

export function wordsOf(changes: readonly Change[]): ChangeWords {
  const amount = (of: (series: TrendSeries) => string): number => new Set(changes.map(({ series }) => of(series))).size;
  return {
    severalMachines: amount(({ machine }) => machine) > 1,
    severalConfigurations: amount(({ configuration }) => configuration) > 1,
  };
}

export function titleOf({ network, size, machine, configuration }: TrendSeries, words: ChangeWords): string {
  return [
    `${network.name} ${size}`,
    ...(words.severalConfigurations ? [configuration] : []),
    ...(words.severalMachines ? [machine] : []),
  ].join(", ");
}
