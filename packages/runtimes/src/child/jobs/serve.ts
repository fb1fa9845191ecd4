/** An artifact that stays loaded, and runs on what the parent sends. */
import { timed } from "@linknet-kit/base";
import { fromLayout, toLayout } from "../../measure/layout.js";
import type { Session, Tensors } from "../../runtime/runtime.js";
import type { OnProgress } from "../../runtime/timing.js";
import { importDriver } from "../importDriver.js";
import type { Feed, Message, ServeJob, Served } from "../protocol.js";

export async function serve(job: ServeJob, onProgress: OnProgress): Promise<Served> {
  onProgress({ stage: "load" });
  const [driver, runtimeMs] = await timed(() => importDriver(job.driver));
  const { version, device } = await driver.probe();
  const { path, externalData } = job.artifact;
  const load = { ...job.load, ...(externalData === undefined ? {} : { externalData }) };
  const [session, sessionMs] = await timed(() => driver.load(path, load));
  process.on("message", async (message: Feed) => {
    if (message.kind === "feed") process.send?.(await runOn(session, message.inputs));
  });
  const { threads, loadTimes = { runtimeMs, sessionMs } } = session;
  return { version, device: session.device ?? device, threads, loadTimes };
}

async function runOn(session: Session, inputs: Tensors): Promise<Message> {
  try {
    const fed = toLayout(inputs, session);
    const [outputs, milliseconds] = await timed(() => session.run(fed));
    return { kind: "fed", outputs: fromLayout(outputs, session), milliseconds };
  } catch (error) {
    return { kind: "error", message: error instanceof Error ? error.message : String(error) };
  }
}
