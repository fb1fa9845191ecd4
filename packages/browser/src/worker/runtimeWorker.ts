/** One runtime in one dedicated worker: the page stays responsive, and whatever hangs can be ended. */
import type {
  Device,
  LoadOptions,
  NodePlacement,
  Progress,
  Tensors,
  Timed,
  TimingOptions,
} from "@linknet-kit/runtimes";
import type { BrowserRuntimeName, Loaded, LoadedArtifact, Questions } from "./protocol.js";
import { WorkerClient } from "./workerCalls.js";

/** Ask one thing at a time. Whatever goes wrong in the worker rejects the promise of what was asked. */
export class RuntimeWorker {
  readonly #client: WorkerClient<Questions, Progress>;

  constructor(runtime: BrowserRuntimeName) {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: runtime });
    this.#client = new WorkerClient(worker, "its worker");
  }

  /** What there is to run on; rejects with the reason where there is nothing. */
  probe(): Promise<Device> {
    return this.#client.ask("probe", {});
  }

  /** Makes the artifact ready to run, in place of one loaded before. */
  load(artifact: LoadedArtifact, options: LoadOptions): Promise<Loaded> {
    return this.#client.ask("load", { artifact, options });
  }

  /** One inference; images are in the order of `Loaded.layout`. */
  run(inputs: Tensors): Promise<Tensors> {
    return this.#client.ask("run", { inputs });
  }

  /** First run, warm-up and samples, timed in the worker; images are in the order of `Loaded.layout`. */
  measure(inputs: Tensors, { timing, onProgress }: TimingOptions): Promise<Timed> {
    return this.#client.ask("measure", { inputs, timing }, onProgress);
  }

  /** Where the nodes of the loaded model run, which may load it once more; `undefined` where the runtime cannot tell. */
  place(inputs: Tensors): Promise<NodePlacement | undefined> {
    return this.#client.ask("place", { inputs });
  }

  /** Ends the worker at once and gives back its memory; what was asked rejects. */
  terminate(): void {
    this.#client.terminate();
  }
}
