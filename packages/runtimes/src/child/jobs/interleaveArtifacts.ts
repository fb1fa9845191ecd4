/** Two artifacts in turn. Both sessions live in this process, so that the machine is the same for both. */
import { toLayout } from "../../measure/layout.js";
import { seededInputs } from "../../measure/seededInputs.js";
import type { OnProgress } from "../../runtime/timing.js";
import { importDriver } from "../importDriver.js";
import { type Order, type Side, type Sides, interleave } from "../interleave.js";
import type { Answers, Artifact, InterleaveJob } from "../protocol.js";

export async function interleaveArtifacts(job: InterleaveJob, onProgress: OnProgress): Promise<Answers["interleave"]> {
  const { threads, seed, rule, budgetMs } = job;
  const driver = await importDriver(job.driver);
  const open = async ({ path, inputs, externalData }: Artifact): Promise<Side> => {
    onProgress({ stage: "load" });
    const data = externalData === undefined ? {} : { externalData };
    const session = await driver.load(path, { threads, inTurn: true, ...data });
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
