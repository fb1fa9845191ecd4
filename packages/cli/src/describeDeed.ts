/** What `--verbose` says of a file that was read or written, and of another process. */
import type { Deed } from "@linknet-kit/base/files";

export function describeDeed(deed: Deed): string {
  if (deed.did === "ran") return `ran ${deed.command}: ${(deed.milliseconds / 1000).toFixed(2)} s`;
  return `${deed.did} ${deed.path}: ${deed.bytes.toLocaleString("en")} bytes`;
}
