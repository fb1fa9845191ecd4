/** One Chromium for the tests of a file, and one worker for each runtime: starting them takes longer than most cases. */
import { encodeArtifact } from "@linknet-kit/artifacts/memory";
import type { Model } from "@linknet-kit/core";
import type { Tensors } from "@linknet-kit/runtimes";
import { browserRuntime, fromLayout, toLayout } from "@linknet-kit/runtimes/measure";
import { ChromiumHost } from "./node/chromiumHost.js";
import { type SiteWorker, startSiteWorker } from "./node/siteWorker.js";
import type { BrowserRuntimeName } from "./worker/protocol.js";

const THREADS = 2;

export class SharedChromium {
  readonly #host = new ChromiumHost({ staysOpen: true });
  #worker: { readonly runtime: BrowserRuntimeName; readonly started: Promise<SiteWorker> } | undefined;

  /** Writes a model for the runtime, loads it there and runs it once; images are channels-first. */
  async run(runtime: BrowserRuntimeName, model: Model, inputs: Tensors): Promise<Tensors> {
    const artifact = encodeArtifact(model, browserRuntime(runtime).format);
    const worker = await this.#workerOf(runtime);
    const loaded = await worker.load(artifact, { threads: THREADS });
    return fromLayout(await worker.run(toLayout(inputs, loaded)), loaded);
  }

  async close(): Promise<void> {
    await this.#host.close();
  }

  /** Only the last one is kept: what a runtime has of the GPU's memory is given back with its worker. */
  async #workerOf(runtime: BrowserRuntimeName): Promise<SiteWorker> {
    if (this.#worker?.runtime !== runtime) {
      await (await this.#worker?.started)?.end();
      this.#worker = { runtime, started: startSiteWorker(runtime, this.#host) };
    }
    return await this.#worker.started;
  }
}
