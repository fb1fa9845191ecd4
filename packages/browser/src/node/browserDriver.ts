/** A runtime in Chromium as a driver of bench. What it does is done and timed in the page; this only hands things over. */
import { readFileSync } from "node:fs";
import { type Driver, type LoadOptions, type Session, allowedCores, cpuModel } from "@linknet-kit/runtimes";
import { browserRuntime } from "@linknet-kit/runtimes/measure";
import type { BrowserRuntimeName, Loaded } from "../worker/protocol.js";
import type { ChromiumHost } from "./chromiumHost.js";
import { loadArtifact } from "./loadArtifact.js";
import { type SiteWorker, startSiteWorker } from "./siteWorker.js";

/** A runtime that takes longer to say what it is hangs; bench would end this process a little later. */
const PROBE_MS = 45_000;

interface Options {
  readonly host: ChromiumHost;
  readonly probeMs?: number;
}

/** The driver of a runtime. It loads files of the format that its runtime's row names. */
export function driverOf(runtime: BrowserRuntimeName, { host, probeMs = PROBE_MS }: Options): Driver {
  const { format, device, tellsPlaces = false } = browserRuntime(runtime);
  const loadInto = async (worker: SiteWorker, path: string, options: LoadOptions): Promise<Loaded> =>
    await worker.load(await loadArtifact(path, format, options.externalData), options);

  const driver: Driver = {
    probe: async () =>
      await withWorker(runtime, host, async (worker) => {
        const found = await withLimit(probeMs, worker.probe());
        const version = `${found.version} in ${worker.site.browser}`;
        const own = device === "cpu" ? { device: cpuModel(), threads: Math.min(found.threads, allowedCores()) } : {};
        return { ...found, ...own, version };
      }),
    load: async (path, options) => {
      const worker = await startSiteWorker(runtime, host);
      return await orEnd(worker, async () => sessionOf(worker, await loadInto(worker, path, options)));
    },
  };
  if (!tellsPlaces) return driver;
  return {
    ...driver,
    place: async (path, inputs, options) =>
      await withWorker(runtime, host, async (worker) => {
        await loadInto(worker, path, options);
        return (await worker.place(inputs))!;
      }),
  };
}

async function withWorker<T>(
  runtime: BrowserRuntimeName,
  host: ChromiumHost,
  act: (worker: SiteWorker) => Promise<T>,
): Promise<T> {
  const worker = await startSiteWorker(runtime, host);
  try {
    return await act(worker);
  } finally {
    await worker.end();
  }
}

/** What fails ends its worker, and with the last the browser, before anyone hears of it: the process may be killed at once then. */
async function orEnd<T>(worker: SiteWorker, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await worker.end();
    throw error;
  }
}

function sessionOf(worker: SiteWorker, { device, threads, layout, loadTimes }: Loaded): Session {
  return {
    ...(device === undefined ? {} : { device }),
    threads,
    ...(layout === undefined ? {} : { layout }),
    loadTimes,
    run: (inputs) => orEnd(worker, () => worker.run(inputs)),
    measure: async (inputs, options) =>
      await orEnd(worker, async () => {
        const timed = await worker.measure(inputs, options);
        const peakRssMB = peakMemoryMB(await worker.site.processes());
        return { ...timed, ...(peakRssMB === undefined ? {} : { peakRssMB }) };
      }),
    release: () => worker.end(),
  };
}

async function withLimit<T>(limitMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`its worker in Chromium did not answer for ${limitMs / 1000} s`);
    timer = setTimeout(() => reject(error), limitMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Sum of the processes' largest resident sets, in 2^20 bytes; `undefined` where the system does not tell one (all but Linux). */
function peakMemoryMB(pids: readonly number[]): number | undefined {
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
