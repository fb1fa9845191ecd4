/** Numbers, sizes and dates as the report prints them: as many digits as the figure carries, and no more. */
import { networks } from "@linknet-kit/models";

export { formatMeasured, formatQuantity, formatSize } from "@linknet-kit/base";

const significant = (digits: number) =>
  new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits, minimumSignificantDigits: digits });
const twoDigits = significant(2);
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const threeDecimals = new Intl.NumberFormat("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** ~6.84, of a measurement whose samples were noisy. */
export function markNoisy({ status }: { readonly status: string }, figure: string): string {
  return status === "noisy" ? `~${figure}` : figure;
}

/** Two significant digits for what two measurements make together: 0.83, 4.6, 12, 130. */
export function formatRatio(value: number): string {
  return twoDigits.format(value);
}

/** 1.07: a ratio near 1, where two digits would hide what there is to see. */
export function formatFactor(value: number): string {
  return value < 10 ? value.toFixed(2) : formatRatio(value);
}

/** 11,536,820 */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** 22.0: as the paper prints its operations and sizes. */
export function formatPublished(value: number): string {
  return oneDecimal.format(value);
}

/** 20.251: operations and sizes that were computed exactly. */
export function formatComputed(value: number): string {
  return threeDecimals.format(value);
}

/** 56.30, of a share: accuracies are told apart by hundredths; `n/a` where there is no such score, which is not 0. */
export function formatPercent(share: number | undefined): string {
  return share === undefined ? "n/a" : (100 * share).toFixed(2);
}

/** A signed share, in percent with two decimals at most: +0.15 %, −4.5 %, +25 %. */
export function formatDeviation(share: number): string {
  const percent = Math.abs(share) * 100;
  const digits = percent >= 9.95 ? 0 : percent >= 0.995 ? 1 : 2;
  return `${share < 0 ? "−" : "+"}${percent.toFixed(digits)} %`;
}

/** 3.1e-6 */
export function formatError(value: number): string {
  return value === 0 ? "0" : value.toExponential(1);
}

/** `2026-11-22 10:05 UTC` from an ISO date. */
export function formatDate(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** `a`, `a and b`, `a, b and c` */
export function formatEnumeration(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** The network's name as its authors write it; any other name as it stands in the file. */
export function formatNetwork(network: string): string {
  return networks.find(({ name }) => name === network)?.title ?? network;
}
