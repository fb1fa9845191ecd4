/** The page that `chromiumDriver` drives: asks a worker for what it is asked for, with tensors and artifacts by address. */
import { ON_PROGRESS, RUNNER, type Runner } from "./runnerProtocol.js";
import { packTensors, unpackArtifact, unpackTensors } from "./wire.js";
import { RuntimeWorker } from "./worker/runtimeWorker.js";

let worker: RuntimeWorker | undefined;

function current(): RuntimeWorker {
  if (worker === undefined) throw new Error("no runtime was started");
  return worker;
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url, { cache: "no-store" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return await response.arrayBuffer();
}

async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(url, { method: "POST", body });
  if (!response.ok) throw new Error(`the outputs were refused: ${response.status}`);
}

const runner: Runner = {
  start: (runtime) => {
    worker?.terminate();
    worker = new RuntimeWorker(runtime);
  },
  probe: () => current().probe(),
  load: async (artifact, options) => await current().load(unpackArtifact(await fetchBytes(artifact)), options),
  run: async ({ inputs, outputs }) => {
    await post(outputs, packTensors(await current().run(unpackTensors(await fetchBytes(inputs)))));
  },
  measure: async ({ inputs, outputs }, timing) => {
    const onProgress = (globalThis as unknown as Record<string, (progress: unknown) => void>)[ON_PROGRESS]!;
    const { outputs: last, ...times } = await current().measure(unpackTensors(await fetchBytes(inputs)), {
      timing,
      onProgress,
    });
    await post(outputs, packTensors(last));
    return times;
  },
  place: async (inputs) => await current().place(unpackTensors(await fetchBytes(inputs))),
  end: () => {
    worker?.terminate();
    worker = undefined;
  },
};

Object.assign(globalThis, { [RUNNER]: runner });
