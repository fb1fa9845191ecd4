/** Where a child process starts: does the one job it is sent, answers, and waits to be ended. */
import { answerJob } from "./jobs.js";
import { importDriver } from "./importDriver.js";
import type { Feed, Job, Message, Preparation } from "./protocol.js";
import { watchParent } from "./watchParent.js";

function send(message: Message): void {
  process.send?.(message);
}

// Ctrl-C reaches this process too; its parent decides what becomes of it.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
watchParent();

process.on("message", async (message: Preparation | Job | Feed) => {
  // Whoever serves listens for it.
  if (message.kind === "feed") return;
  if (message.kind === "prepare") await prepare(message.driver);
  else await work(message);
});

/** What fails now fails again with the job, which tells of it. */
async function prepare(driver: string): Promise<void> {
  await importDriver(driver)
    .then(async (loaded) => await loaded.probe())
    .catch(() => undefined);
}

async function work(job: Job): Promise<void> {
  let stage: string | undefined;
  try {
    const answer = await answerJob(job, (progress) => {
      stage = progress.stage;
      send({ kind: "progress", progress });
    });
    send({ kind: "answer", answer });
  } catch (error) {
    const { message, hint, code } = asError(error);
    const text = hint === undefined ? message : `${message}: ${hint}`;
    send({ kind: "error", message: stage === undefined ? text : `${text} (at ${stage})`, code });
  }
}

/** The hint is that of an error of ours, whichever copy of our packages threw it. */
function asError(error: unknown): NodeJS.ErrnoException & { readonly hint?: string } {
  return error instanceof Error ? error : new Error(String(error));
}
