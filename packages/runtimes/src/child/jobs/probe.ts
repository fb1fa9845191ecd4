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
    const { message, hint } = (error instanceof Error ? error : new Error(String(error))) as Error & { hint?: string };
    return { reason: message, ...(hint === undefined ? {} : { remedy: hint }) };
  }
}
