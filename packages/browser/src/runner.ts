/** The page that `node/browserDriver` drives: asks workers for what it is asked for. */
import { ON_PROGRESS, type OnRunnerProgress, RUNNER, type Runner } from "./runnerProtocol.js";
import { packTensors, unpackArtifact, unpackTensors } from "./wire.js";
import { RuntimeWorker } from "./worker/runtimeWorker.js";

const workers = new Map<number, RuntimeWorker>();
let started = 0;

function workerOf(number: number): RuntimeWorker {
  const worker = workers.get(number);
  if (worker === undefined) throw new Error("the session was released");
  return worker;
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} is not there: ${response.status}`);
  return await response.arrayBuffer();
}

async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(url, { method: "POST", body });
  if (!response.ok) throw new Error(`the outputs were refused: ${response.status}`);
}

const runner: Runner = {
  start: (runtime) => {
    started += 1;
    workers.set(started, new RuntimeWorker(runtime));
    return started;
  },
  probe: async (number) => await workerOf(number).probe(),
  load: async (number, artifact, options) =>
    await workerOf(number).load(unpackArtifact(await fetchBytes(artifact)), options),
  run: async (number, { inputs, outputs }) => {
    const tensors = unpackTensors(await fetchBytes(inputs));
    await post(outputs, packTensors(await workerOf(number).run(tensors)));
  },
  measure: async (number, { inputs, outputs }, timing) => {
    const report = (globalThis as unknown as Record<string, OnRunnerProgress>)[ON_PROGRESS]!;
    const tensors = unpackTensors(await fetchBytes(inputs));
    const onProgress = (progress: Parameters<OnRunnerProgress>[1]): void => report(number, progress);
    const { outputs: last, ...times } = await workerOf(number).measure(tensors, { timing, onProgress });
    await post(outputs, packTensors(last));
    return times;
  },
  place: async (number, inputs) => await workerOf(number).place(unpackTensors(await fetchBytes(inputs))),
  end: (number) => {
    workers.get(number)?.terminate();
    workers.delete(number);
  },
};

Object.assign(globalThis, { [RUNNER]: runner });
