/** Numbers as the page prints them: as many digits as they carry, as in the report. */
import { formatMeasured, formatSize } from "@linknet-kit/base";
import type { ImageSize } from "@linknet-kit/results";

export { formatMeasured, formatQuantity, formatSize } from "@linknet-kit/base";

/** The same of several images at a time: `640x360, 8 images`. */
export function formatImages({ size, batch }: { readonly size: ImageSize; readonly batch: number }): string {
  return batch === 1 ? formatSize(size) : `${formatSize(size)}, ${batch} images`;
}

/** Of 2^20 bytes: `46.2 MB`. */
export function formatBytes(bytes: number): string {
  return `${formatMeasured(bytes / 2 ** 20)} MB`;
}
