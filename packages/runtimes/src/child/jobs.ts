/** What a child process can be asked for. A job's module is loaded with the job, so that nothing is measured beside what others need. */
import type { OnProgress } from "../runtime/timing.js";
import type { Answers, Job } from "./protocol.js";

type Answering<Kind extends Job["kind"]> = (
  job: Extract<Job, { kind: Kind }>,
  onProgress: OnProgress,
) => Promise<Answers[Kind]>;

const jobs: { readonly [Kind in Job["kind"]]: () => Promise<Answering<Kind>> } = {
  probe: async () => (await import("./jobs/probe.js")).probe,
  run: async () => (await import("./jobs/runOnce.js")).keep,
  check: async () => (await import("./jobs/runOnce.js")).check,
  evaluate: async () => (await import("./jobs/evaluateOnce.js")).evaluateOnce,
  measure: async () => (await import("./jobs/measure.js")).measure,
  serve: async () => (await import("./jobs/serve.js")).serve,
  interleave: async () => (await import("./jobs/interleaveArtifacts.js")).interleaveArtifacts,
};

export async function answerJob(job: Job, onProgress: OnProgress): Promise<Answers[Job["kind"]]> {
  const answer = (await jobs[job.kind]()) as Answering<Job["kind"]>;
  return await answer(job, onProgress);
}
