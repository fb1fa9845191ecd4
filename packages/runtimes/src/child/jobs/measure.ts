/** Load, first run and steady state of an artifact, each apart. */
import { timed } from "@linknet-kit/base";
import { fromLayout, toLayout } from "../../measure/layout.js";
import { measureSession } from "../../measure/loop.js";
import type { Measurement } from "../../measure/measurement.js";
import { seededInputs } from "../../measure/seededInputs.js";
import type { Driver, LoadOptions, LoadedToMeasure, Session, Tensors, Timed } from "../../runtime/runtime.js";
import type { OnProgress, TimingOptions } from "../../runtime/timing.js";
import { importDriver } from "../importDriver.js";
import type { MeasureJob } from "../protocol.js";
import { compareWithStored } from "../stored.js";

/** After the samples the output of the last timed run is held against the expected one, and where the nodes run is found out. */
export async function measure(job: MeasureJob, onProgress: OnProgress): Promise<Measurement> {
  const { artifact, timing } = job;
  const load = loadOptions(job);
  onProgress({ stage: "load" });
  const [driver, runtimeMs] = await timed(() => importDriver(job.driver));
  const [session, sessionMs] = await timed(() => driver.load(artifact.path, load));
  const inputs = seededInputs(artifact.inputs, job.seed);
  const measured = await measureWhereItRuns(session, toLayout(inputs, session), { timing, onProgress });
  const { outputs, device = session.device, loadTimes = session.loadTimes, ...times } = measured;
  onProgress({ stage: "compare" });
  const comparison = await compareWithStored(job, fromLayout(outputs, session));
  await session.release();
  onProgress({ stage: "placement" });
  const placement = await driver.place?.(artifact.path, inputs, load);
  // What is too slow to be measured would be so here too.
  const isWanted = job.profile === true && times.samplesMs.length > 0;
  const profile = isWanted ? await profileKernels(driver, job, onProgress) : undefined;
  return {
    ...(device === undefined ? {} : { device }),
    threads: session.threads,
    ...(loadTimes ?? { runtimeMs, sessionMs }),
    ...times,
    comparison,
    ...(placement === undefined ? {} : { placement }),
    ...(profile === undefined ? {} : { profile }),
  };
}

function loadOptions({ artifact: { externalData }, threads }: MeasureJob): LoadOptions {
  return { threads, ...(externalData === undefined ? {} : { externalData }) };
}

/** What cannot be profiled is measured all the same. */
async function profileKernels(
  driver: Driver,
  job: MeasureJob,
  onProgress: OnProgress,
): Promise<NonNullable<Measurement["profile"]>> {
  if (driver.profile === undefined) return { reason: "this runtime does not tell how long its kernels take" };
  const onRun = (): void => onProgress({ stage: "profile" });
  onRun();
  try {
    const inputs = seededInputs(job.artifact.inputs, job.seed);
    return await driver.profile(job.artifact.path, inputs, { ...loadOptions(job), onRun });
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The memory is read before the expected output takes some of its own. */
async function measureWhereItRuns(
  session: Session,
  inputs: Tensors,
  options: TimingOptions,
): Promise<Timed & LoadedToMeasure> {
  if (session.measure !== undefined) return await session.measure(inputs, options);
  const measured = await measureSession(session, inputs, options);
  return { ...measured, peakRssMB: process.resourceUsage().maxRSS / 1024 };
}
