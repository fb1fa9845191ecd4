/** How many cores this process may use, which is not how many the machine has. */
import { readFileSync, readdirSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";

/** Cores that the affinity mask and the control group's quota leave, at least 1. */
export function allowedCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(quotaCores() ?? Number.POSITIVE_INFINITY)));
}

/** The processor's name for itself. */
export function cpuModel(): string {
  return cpus()[0]?.model.trim() || "unknown";
}

/** The control group's limit, in cores: version 2 as `cpu.max`, version 1 as a pair of files. https://docs.kernel.org/admin-guide/cgroup-v2.html */
function quotaCores(): number | undefined {
  const [quota, period] = (readText("/sys/fs/cgroup/cpu.max") ?? readVersion1())?.split(/\s+/).map(Number) ?? [];
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
}

function readVersion1(): string | undefined {
  const [quota, period] = ["cpu.cfs_quota_us", "cpu.cfs_period_us"].map((name) =>
    readText(`/sys/fs/cgroup/cpu/${name}`),
  );
  return quota === undefined || period === undefined ? undefined : `${quota} ${period}`;
}

/** A small file of the system, or `undefined` where there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Threads that this process has at present, or `undefined` where the system does not tell (all but Linux). */
export function countThreads(): number | undefined {
  try {
    return readdirSync("/proc/self/task").length;
  } catch {
    return undefined;
  }
}
