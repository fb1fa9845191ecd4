/** The five things a child process can be asked for. */
import { evaluate } from "@linknet-kit/core";
import type { Device, Driver, Tensors } from "../runtimes/runtime.js";
import { compareOutputs } from "./compare.js";
import { measureLoop } from "./loop.js";
import { fromPlainModel } from "./plainModel.js";
import type {
  Answers,
  CheckJob,
  Comparison,
  EvaluateJob,
  Job,
  MeasureJob,
  Measurement,
  Progress,
  RunJob,
} from "./protocol.js";
import { seededInputs } from "./seededInputs.js";
import { storeOutputs } from "./stored.js";

type OnProgress = (progress: Progress) => void;

export async function answerJob(job: Job, onProgress: OnProgress): Promise<Answers[Job["kind"]]> {
  if (job.kind === "probe") return await (await importDriver(job.driver)).probe();
  if (job.kind === "run") return await keep(job, onProgress);
  if (job.kind === "check") return await check(job, onProgress);
  if (job.kind === "evaluate") return await evaluateOnce(job, onProgress);
  return await measure(job, onProgress);
}

async function importDriver(url: string): Promise<Driver> {
  return ((await import(url)) as { driver: Driver }).driver;
}

async function keep(job: RunJob, onProgress: OnProgress): Promise<Device> {
  const driver = await importDriver(job.driver);
  const device = await driver.probe();
  await storeOutputs(job.outputFolder, job.artifact.outputs, await runOnce(driver, job, onProgress));
  return device;
}

async function check(job: CheckJob, onProgress: OnProgress): Promise<Comparison> {
  const outputs = await runOnce(await importDriver(job.driver), job, onProgress);
  return await compareOutputs(job.artifact.outputs, outputs, job);
}

async function runOnce(driver: Driver, job: RunJob | CheckJob, onProgress: OnProgress): Promise<Tensors> {
  onProgress({ stage: "load" });
  const session = await driver.load(job.artifact.path, job.load);
  onProgress({ stage: "first run" });
  const outputs = await session.run(seededInputs(job.artifact.inputs, job.seed));
  await session.release();
  return outputs;
}

async function evaluateOnce({ model, seed, outputFolder }: EvaluateJob, onProgress: OnProgress): Promise<null> {
  const { graph, weights } = fromPlainModel(model);
  const onNode = (): void => onProgress({ stage: "evaluate" });
  const outputs = evaluate({ graph, weights }, seededInputs(graph.inputs, seed), { onNode });
  await storeOutputs(outputFolder, graph.outputs, outputs);
  return null;
}

/**
 * Load, first run and steady state, each apart; then the output of the last timed run against the expected one, and where the nodes
 * run.
 */
async function measure(job: MeasureJob, onProgress: OnProgress): Promise<Measurement> {
  const { artifact, threads, timing } = job;
  onProgress({ stage: "load" });
  const [driver, runtimeMs] = await timed(() => importDriver(job.driver));
  const [session, sessionMs] = await timed(() => driver.load(artifact.path, { threads }));
  const inputs = seededInputs(artifact.inputs, job.seed);
  onProgress({ stage: "first run" });
  const [, firstRunMs] = await timed(() => session.run(inputs));
  const { warmupRuns, samplesMs, outputs } = await measureLoop(session, inputs, { timing, firstRunMs, onProgress });
  // Before the expected output takes memory of its own.
  const peakRssMB = process.resourceUsage().maxRSS / 1024;
  onProgress({ stage: "compare" });
  const comparison = await compareOutputs(artifact.outputs, outputs, job);
  const { device, threads: used } = session;
  await session.release();
  onProgress({ stage: "placement" });
  const placement = await driver.place?.(artifact.path, inputs, { threads });
  return {
    ...(device === undefined ? {} : { device }),
    threads: used,
    runtimeMs,
    sessionMs,
    firstRunMs,
    warmupRuns,
    samplesMs,
    peakRssMB,
    comparison,
    ...(placement === undefined ? {} : { placement }),
  };
}

async function timed<T>(act: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  const value = await act();
  return [value, performance.now() - start];
}
