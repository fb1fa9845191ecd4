/** Where a child process starts: does the one job it is sent, answers, and waits to be ended. */
import { answerJob } from "./jobs.js";
import type { Job, Message } from "./protocol.js";
import { watchParent } from "./watchParent.js";

function send(message: Message): void {
  process.send?.(message);
}

// Ctrl-C reaches this process too; its parent decides what becomes of it.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
watchParent();

process.once("message", async (job: Job) => {
  let stage: string | undefined;
  try {
    const answer = await answerJob(job, (progress) => {
      stage = progress.stage;
      send({ kind: "progress", progress });
    });
    send({ kind: "answer", answer });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const message = stage === undefined ? text : `${text} (at ${stage})`;
    send({ kind: "error", message, code: (error as NodeJS.ErrnoException | undefined)?.code });
  }
});
