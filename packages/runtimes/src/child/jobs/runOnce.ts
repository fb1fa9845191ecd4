/** One run of an artifact, for what it gives. */
import { fromLayout, toLayout } from "../../measure/layout.js";
import type { Comparison } from "../../measure/measurement.js";
import { seededInputs } from "../../measure/seededInputs.js";
import type { Device, Driver, Tensors } from "../../runtime/runtime.js";
import type { OnProgress } from "../../runtime/timing.js";
import { importDriver } from "../importDriver.js";
import type { CheckJob, RunJob } from "../protocol.js";
import { compareWithStored, storeOutputs } from "../stored.js";

export async function keep(job: RunJob, onProgress: OnProgress): Promise<Device> {
  const driver = await importDriver(job.driver);
  const device = await driver.probe();
  await storeOutputs(job.outputFolder, job.artifact.outputs, await runOnce(driver, job, onProgress), job.required);
  return device;
}

export async function check(job: CheckJob, onProgress: OnProgress): Promise<Comparison> {
  return await compareWithStored(job, await runOnce(await importDriver(job.driver), job, onProgress));
}

async function runOnce(driver: Driver, job: RunJob | CheckJob, onProgress: OnProgress): Promise<Tensors> {
  onProgress({ stage: "load" });
  const { path, externalData } = job.artifact;
  const session = await driver.load(path, { ...job.load, ...(externalData === undefined ? {} : { externalData }) });
  onProgress({ stage: "first run" });
  const outputs = await session.run(toLayout(seededInputs(job.artifact.inputs, job.seed), session));
  await session.release();
  return fromLayout(outputs, session);
}
