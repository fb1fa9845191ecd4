/** What the process that drives Chromium can ask the page `runner.html` for. Tensors and artifacts go by address, over HTTP. */
import type { Device, LoadOptions, Placement, Timed, Timing } from "@linknet-kit/bench/measure";
import type { BrowserRuntimeName, Loaded } from "./worker/protocol.js";

/** Where inputs are fetched from and outputs posted to. */
interface Exchange {
  readonly inputs: string;
  readonly outputs: string;
}

/** What the page can be asked for; the worker of `start` is ended by the next one. */
export interface Runner {
  start(runtime: BrowserRuntimeName): void;
  probe(): Promise<Device>;
  load(artifact: string, options: LoadOptions): Promise<Loaded>;
  run(exchange: Exchange): Promise<void>;
  measure(exchange: Exchange, timing: Timing): Promise<Omit<Timed, "outputs">>;
  place(inputs: string): Promise<Placement | undefined>;
  end(): void;
}

/** The name under which the page has it, and that of the function that the driving process gives it for progress. */
export const RUNNER = "linknetRunner";
export const ON_PROGRESS = "linknetOnProgress";
