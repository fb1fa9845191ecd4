/** Numbers as the page prints them: as many digits as they carry, as in the report. */
import type { ImageSize } from "@linknet-kit/results";

const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3, minimumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Three significant digits, and never fewer than the whole part has: 0.832, 6.84, 60.4, 1,251. */
export function formatMeasured(value: number): string {
  return Math.abs(value) >= 99.95 ? whole.format(value) : value === 0 ? "0" : threeDigits.format(value);
}

/** `1 run`, `12 runs` */
export function formatQuantity(amount: number, singular: string): string {
  return `${whole.format(amount)} ${singular}${amount === 1 ? "" : "s"}`;
}

/** 640x360, width first as in the paper. */
export function formatSize({ width, height }: ImageSize): string {
  return `${width}x${height}`;
}

/** The same of several images at a time: `640x360, 8 images`. */
export function formatImages({ size, batch }: { readonly size: ImageSize; readonly batch: number }): string {
  return batch === 1 ? formatSize(size) : `${formatSize(size)}, ${batch} images`;
}

/** Of 2^20 bytes: `46.2 MB`. */
export function formatBytes(bytes: number): string {
  return `${formatMeasured(bytes / 2 ** 20)} MB`;
}
