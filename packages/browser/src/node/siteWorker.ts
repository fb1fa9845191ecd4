/** One worker of the page, as the process that drives Chromium sees it. Tensors and artifacts go over the site's server. */
import type { Device, LoadOptions, NodePlacement, Tensors, Timed, TimingOptions } from "@linknet-kit/runtimes";
import { packArtifact, packTensors, unpackTensors } from "../wire.js";
import type { BrowserRuntimeName, Loaded, LoadedArtifact } from "../worker/protocol.js";
import type { ChromiumHost, Site } from "./chromiumHost.js";

/** Images are in the order of `Loaded.layout`. Every promise rejects with the runtime's error, or with why the page is gone. */
export interface SiteWorker {
  readonly site: Site;
  probe(): Promise<Device>;
  /** In place of what was loaded before. */
  load(artifact: LoadedArtifact, options: LoadOptions): Promise<Loaded>;
  run(inputs: Tensors): Promise<Tensors>;
  measure(inputs: Tensors, options: TimingOptions): Promise<Timed>;
  place(inputs: Tensors): Promise<NodePlacement | undefined>;
  /** Ends the worker and, with the last of its host, Chromium. */
  end(): Promise<void>;
}

/** Starts a worker in the host's Chromium, and first that Chromium where it does not run. */
export async function startSiteWorker(runtime: BrowserRuntimeName, host: ChromiumHost): Promise<SiteWorker> {
  try {
    const site = await host.join();
    return workerOf(site, await site.ask("start", runtime), host);
  } catch (error) {
    await host.leave();
    throw error;
  }
}

function workerOf(site: Site, worker: number, host: ChromiumHost): SiteWorker {
  let ended: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    // A page that is gone has ended its workers.
    await site.ask("end", worker).catch(() => {});
    site.listeners.delete(worker);
    await host.leave();
  };
  return {
    site,
    probe: () => site.ask("probe", worker),
    load: (artifact, options) =>
      offering(site, packArtifact(artifact), (url) => site.ask("load", worker, url, options)),
    run: async (inputs) => (await exchange(site, inputs, (each) => site.ask("run", worker, each))).outputs,
    measure: async (inputs, { timing, onProgress }) => {
      site.listeners.set(worker, onProgress);
      const { answer, outputs } = await exchange(site, inputs, (each) => site.ask("measure", worker, each, timing));
      return { ...answer, outputs };
    },
    place: (inputs) => offering(site, packTensors(inputs), (url) => site.ask("place", worker, url)),
    end: () => (ended ??= stop()),
  };
}

/** The bytes can be fetched while it lasts. */
async function offering<T>({ server }: Site, bytes: Uint8Array, act: (url: string) => Promise<T>): Promise<T> {
  const offer = server.offer(bytes);
  try {
    return await act(offer.url);
  } finally {
    offer.withdraw();
  }
}

/** Offers the inputs, and gives what was posted in return. */
async function exchange<T>(
  site: Site,
  inputs: Tensors,
  act: (each: { readonly inputs: string; readonly outputs: string }) => Promise<T>,
): Promise<{ readonly answer: T; readonly outputs: Tensors }> {
  const expected = site.server.expect();
  try {
    const answer = await offering(site, packTensors(inputs), (url) => act({ inputs: url, outputs: expected.url }));
    return { answer, outputs: unpackTensors(await expected.bytes) };
  } finally {
    expected.withdraw();
  }
}
