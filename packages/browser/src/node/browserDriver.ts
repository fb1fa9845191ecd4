/** A runtime in Chromium as a driver of bench. What it does is done and timed in the page; this only hands things over. */
import { type Driver, type LoadOptions, type Session, allowedCores, cpuModel } from "@linknet-kit/bench";
import type { Tensors } from "@linknet-kit/bench/measure";
import { packArtifact, packTensors, unpackTensors } from "../wire.js";
import type { BrowserRuntimeName, Loaded, LoadedArtifact } from "../worker/protocol.js";
import type { ChromiumHost, Site } from "./chromiumHost.js";
import { loadArtifact } from "./loadArtifact.js";
import { peakMemoryMB } from "./peakMemory.js";

/** A runtime that takes longer to say what it is hangs; bench would end this process a little later. */
const PROBE_MS = 45_000;

interface Options {
  readonly host: ChromiumHost;
  readonly probeMs?: number;
}

/** One worker of the page, until it is ended. */
interface Started {
  readonly site: Site;
  readonly worker: number;
  readonly format: LoadedArtifact["format"];
  end(): Promise<void>;
}

/** Only ONNX Runtime's WebGPU both may place nodes elsewhere and tells: WebGL refuses what it cannot run, and tfjs knows one backend. */
const CAN_TELL: ReadonlySet<BrowserRuntimeName> = new Set(["onnxruntime-webgpu"]);

export function driverOf(runtime: BrowserRuntimeName, { host, probeMs = PROBE_MS }: Options): Driver {
  const onCpu = runtime.endsWith("-wasm");
  const driver: Driver = {
    probe: async () =>
      await withWorker(runtime, host, async ({ site, worker }) => {
        const found = await withLimit(probeMs, site.ask("probe", worker));
        const version = `${found.version} in ${site.browser}`;
        const own = onCpu ? { device: cpuModel(), threads: Math.min(found.threads, allowedCores()) } : {};
        return { ...found, ...own, version };
      }),
    load: async (path, options) => {
      const started = await start(runtime, host);
      return await orEnd(started, async () => sessionOf(started, await loadInto(started, path, options)));
    },
  };
  if (!CAN_TELL.has(runtime)) return driver;
  return {
    ...driver,
    place: async (path, inputs, options) =>
      await withWorker(runtime, host, async (started) => {
        await loadInto(started, path, options);
        const { site, worker } = started;
        const offer = site.server.offer(packTensors(inputs));
        try {
          return (await site.ask("place", worker, offer.url))!;
        } finally {
          offer.withdraw();
        }
      }),
  };
}

async function start(runtime: BrowserRuntimeName, host: ChromiumHost): Promise<Started> {
  try {
    const site = await host.join();
    const worker = await site.ask("start", runtime);
    let ended: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      // A page that is gone has ended its workers.
      await site.ask("end", worker).catch(() => {});
      site.listeners.delete(worker);
      await host.leave();
    };
    const format = runtime.startsWith("tfjs") ? "tfjs" : "onnx";
    return { site, worker, format, end: () => (ended ??= stop()) };
  } catch (error) {
    await host.leave();
    throw error;
  }
}

async function withWorker<T>(
  runtime: BrowserRuntimeName,
  host: ChromiumHost,
  act: (started: Started) => Promise<T>,
): Promise<T> {
  const started = await start(runtime, host);
  try {
    return await act(started);
  } finally {
    await started.end();
  }
}

/** What fails ends its worker, and with the last the browser, before anyone hears of it: the process may be killed at once then. */
async function orEnd<T>({ end }: Started, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await end();
    throw error;
  }
}

async function loadInto({ site, worker, format }: Started, path: string, options: LoadOptions): Promise<Loaded> {
  const offer = site.server.offer(packArtifact(await loadArtifact(path, format)));
  try {
    return await site.ask("load", worker, offer.url, options);
  } finally {
    offer.withdraw();
  }
}

function sessionOf(started: Started, { device, threads, layout, loadTimes }: Loaded): Session {
  const { site, worker, end } = started;
  return {
    ...(device === undefined ? {} : { device }),
    threads,
    ...(layout === undefined ? {} : { layout }),
    loadTimes,
    run: async (inputs) =>
      await orEnd(started, async () => (await exchange(site, inputs, (each) => site.ask("run", worker, each))).outputs),
    measure: async (inputs, { timing, onProgress }) => {
      site.listeners.set(worker, onProgress);
      return await orEnd(started, async () => {
        const { outputs, answer } = await exchange(site, inputs, (each) => site.ask("measure", worker, each, timing));
        const peakRssMB = peakMemoryMB(await site.processes());
        return { ...answer, outputs, ...(peakRssMB === undefined ? {} : { peakRssMB }) };
      });
    },
    release: end,
  };
}

/** Offers the inputs, and gives what was posted in return. */
async function exchange<T>(
  { server }: Site,
  inputs: Tensors,
  act: (each: { readonly inputs: string; readonly outputs: string }) => Promise<T>,
): Promise<{ readonly answer: T; readonly outputs: Tensors }> {
  const offer = server.offer(packTensors(inputs));
  const expected = server.expect();
  try {
    const answer = await act({ inputs: offer.url, outputs: expected.url });
    return { answer, outputs: unpackTensors(await expected.bytes) };
  } finally {
    offer.withdraw();
    expected.withdraw();
  }
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
