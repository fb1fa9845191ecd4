import type { Driver } from "../runtime/runtime.js";

/** Loads a runtime, by the URL in its row. */
export async function importDriver(url: string): Promise<Driver> {
  return ((await import(url)) as { driver: Driver }).driver;
}
