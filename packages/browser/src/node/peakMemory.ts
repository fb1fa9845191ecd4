/** How much memory processes have had at most. */
import { readFileSync } from "node:fs";

/** Sum of the processes' largest resident sets, in 2^20 bytes; `undefined` where the system does not tell one (all but Linux). */
export function peakMemoryMB(pids: readonly number[]): number | undefined {
  const peaks = pids.map(peakOf).filter((peak) => peak !== undefined);
  return peaks.length === 0 ? undefined : peaks.reduce((sum, peak) => sum + peak, 0);
}

function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    // Renderers come and go.
    return undefined;
  }
}
