/** What the process that drives Chromium can ask the page `runner.html` for. Tensors and artifacts go by address, over HTTP. */
import type { Device, LoadOptions, NodePlacement, Progress, Timed, Timing } from "@linknet-kit/runtimes";
import type { BrowserRuntimeName, Loaded } from "./worker/protocol.js";

/** Where inputs are fetched from and outputs posted to. */
interface Exchange {
  readonly inputs: string;
  readonly outputs: string;
}

/** Workers by number; what is asked of one that was ended rejects. */
export interface Runner {
  start(runtime: BrowserRuntimeName): number;
  probe(worker: number): Promise<Device>;
  load(worker: number, artifact: string, options: LoadOptions): Promise<Loaded>;
  run(worker: number, exchange: Exchange): Promise<void>;
  measure(worker: number, exchange: Exchange, timing: Timing): Promise<Omit<Timed, "outputs">>;
  place(worker: number, inputs: string): Promise<NodePlacement | undefined>;
  end(worker: number): void;
}

/** Name of the page's global that is the `Runner`. */
export const RUNNER = "linknetRunner";

/** Name of the page's global that takes progress: an `OnRunnerProgress` of the driving process. */
export const ON_PROGRESS = "linknetOnProgress";

export type OnRunnerProgress = (worker: number, progress: Progress) => void;
