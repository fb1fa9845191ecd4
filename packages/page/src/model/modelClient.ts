/** A model in a worker of its own, so that the page stays responsive while it is made, evaluated and compared. */
import { WorkerClient } from "@linknet-kit/browser/worker";
import type { ModelQuestions } from "./modelProtocol.js";

export type ModelClient = WorkerClient<ModelQuestions>;

export function startModelWorker(): ModelClient {
  const worker = new Worker(new URL("./modelWorker.ts", import.meta.url), { type: "module", name: "model" });
  return new WorkerClient(worker, "the worker of the model");
}
