/** The six things a child process can be asked for. */
import { evaluate } from "@linknet-kit/core";
import type { Device, Driver, Session, Tensors } from "../runtimes/runtime.js";
import { compareOutputs } from "./compare.js";
import { type Interleaved, type Order, type Side, type Sides, interleave } from "./interleave.js";
import { fromLayout, toLayout } from "./layout.js";
import { type Timed, type TimingOptions, measureSession } from "./loop.js";
import { fromPlainModel } from "./plainModel.js";
import type {
  Answers,
  Artifact,
  CheckJob,
  Comparison,
  EvaluateJob,
  InterleaveJob,
  Job,
  MeasureJob,
  Measurement,
  Progress,
  RunJob,
} from "./protocol.js";
import { seededInputs } from "./seededInputs.js";
import { loadOutput, storeOutputs } from "./stored.js";

type OnProgress = (progress: Progress) => void;

export async function answerJob(job: Job, onProgress: OnProgress): Promise<Answers[Job["kind"]]> {
  if (job.kind === "probe") return await Promise.all(job.drivers.map(probe));
  if (job.kind === "run") return await keep(job, onProgress);
  if (job.kind === "check") return await check(job, onProgress);
  if (job.kind === "evaluate") return await evaluateOnce(job, onProgress);
  if (job.kind === "interleave") return await interleaveArtifacts(job, onProgress);
  return await measure(job, onProgress);
}

async function importDriver(url: string): Promise<Driver> {
  return ((await import(url)) as { driver: Driver }).driver;
}

async function probe(url: string): Promise<Answers["probe"][number]> {
  try {
    return await (await importDriver(url)).probe();
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

async function keep(job: RunJob, onProgress: OnProgress): Promise<Device> {
  const driver = await importDriver(job.driver);
  const device = await driver.probe();
  await storeOutputs(job.outputFolder, job.artifact.outputs, await runOnce(driver, job, onProgress), job.required);
  return device;
}

async function check(job: CheckJob, onProgress: OnProgress): Promise<Comparison> {
  const outputs = await runOnce(await importDriver(job.driver), job, onProgress);
  return await compareWithKept(job, outputs);
}

async function compareWithKept({ artifact, expectedFolder, tolerance }: CheckJob | MeasureJob, actual: Tensors) {
  const { outputs } = artifact;
  const expectedOf = (index: number) => loadOutput(expectedFolder, outputs, index);
  return await compareOutputs(outputs, actual, { expectedOf, tolerance });
}

async function runOnce(driver: Driver, job: RunJob | CheckJob, onProgress: OnProgress): Promise<Tensors> {
  onProgress({ stage: "load" });
  const session = await driver.load(job.artifact.path, job.load);
  onProgress({ stage: "first run" });
  const outputs = await session.run(toLayout(seededInputs(job.artifact.inputs, job.seed), session));
  await session.release();
  return fromLayout(outputs, session);
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
  const { outputs, ...times } = await measureWhereItRuns(session, toLayout(inputs, session), { timing, onProgress });
  onProgress({ stage: "compare" });
  const comparison = await compareWithKept(job, fromLayout(outputs, session));
  const { device, threads: used, loadTimes = { runtimeMs, sessionMs } } = session;
  await session.release();
  onProgress({ stage: "placement" });
  const placement = await driver.place?.(artifact.path, inputs, { threads });
  // What is too slow to be measured would be so here too.
  const isWanted = job.profile === true && times.samplesMs.length > 0;
  const profile = isWanted ? await profileKernels(driver, job, onProgress) : undefined;
  return {
    ...(device === undefined ? {} : { device }),
    threads: used,
    ...loadTimes,
    ...times,
    comparison,
    ...(placement === undefined ? {} : { placement }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** What cannot be profiled is measured all the same. */
async function profileKernels(
  driver: Driver,
  { artifact, threads, seed }: MeasureJob,
  onProgress: OnProgress,
): Promise<NonNullable<Measurement["profile"]>> {
  if (driver.profile === undefined) return { reason: "this runtime does not tell how long its kernels take" };
  const onRun = (): void => onProgress({ stage: "profile" });
  onRun();
  try {
    return await driver.profile(artifact.path, seededInputs(artifact.inputs, seed), { threads, onRun });
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Both sessions live in this process, so that the machine is the same for both. */
async function interleaveArtifacts(job: InterleaveJob, onProgress: OnProgress): Promise<Interleaved> {
  const { threads, seed, rule, budgetMs } = job;
  const driver = await importDriver(job.driver);
  const open = async ({ path, inputs }: Artifact): Promise<Side> => {
    onProgress({ stage: "load" });
    const session = await driver.load(path, { threads, inTurn: true });
    if (session.measure !== undefined) throw new Error("this runtime is timed elsewhere, one artifact at a time");
    return { session, inputs: toLayout(seededInputs(inputs, seed), session) };
  };
  const openBoth = async (order: Order): Promise<Sides> => {
    if (order === "base first") return { base: await open(job.base), candidate: await open(job.candidate) };
    const candidate = await open(job.candidate);
    return { base: await open(job.base), candidate };
  };
  return await interleave(openBoth, { rule, budgetMs, onProgress });
}

/** The memory is read before the expected output takes some of its own. */
async function measureWhereItRuns(session: Session, inputs: Tensors, options: TimingOptions): Promise<Timed> {
  if (session.measure !== undefined) return await session.measure(inputs, options);
  const measured = await measureSession(session, inputs, options);
  return { ...measured, peakRssMB: process.resourceUsage().maxRSS / 1024 };
}

async function timed<T>(act: () => Promise<T>): Promise<readonly [T, number]> {
  const start = performance.now();
  const value = await act();
  return [value, performance.now() - start];
}
