/** Numbers as a sentence has them. */

/** `1 thread`, `2 threads`; the plural of all that is counted here ends in s. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A time as exact as a guess is: `20 s`, `4 min`, `2.0 h`. */
export function roughly(seconds: number): string {
  if (seconds < 55) return `${Math.max(5, 5 * Math.round(seconds / 5))} s`;
  if (seconds < 90 * 60) return `${Math.max(1, Math.round(seconds / 60))} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Three significant digits, and never fewer than the whole part has: 0.832, 6.84, 60.4, 1,251. */
export function formatMeasured(value: number): string {
  return Math.abs(value) >= 99.95 ? whole.format(value) : value === 0 ? "0" : threeDigits.format(value);
}

/** `1 cell`, `1,200 cells`: as `counted`, with thousands apart. */
export function formatQuantity(amount: number, singular: string, plural = `${singular}s`): string {
  return `${whole.format(amount)} ${amount === 1 ? singular : plural}`;
}

/** 640x360, width first as in the paper. */
export function formatSize({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${width}x${height}`;
}
