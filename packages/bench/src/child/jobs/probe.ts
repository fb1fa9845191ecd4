/** What drivers would run on. */
import { importDriver } from "../importDriver.js";
import type { Answers, ProbeJob } from "../protocol.js";

export async function probe({ drivers }: ProbeJob): Promise<Answers["probe"]> {
  return await Promise.all(drivers.map(probeDriver));
}

async function probeDriver(url: string): Promise<Answers["probe"][number]> {
  try {
    return await (await importDriver(url)).probe();
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
