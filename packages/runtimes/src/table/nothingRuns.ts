import { LinknetError } from "@linknet-kit/base";
import type { Availability } from "../runtime/runtime.js";

/** Of all the runtimes that were asked for none is here; the hint adds the first, which is the one that most want. */
export class NothingRunsError extends LinknetError {
  readonly code = "NOTHING_RUNS";

  constructor(data: { first: string; reason: string; remedy: string; others: number }) {
    const others = data.others === 0 ? "" : `, nor ${data.others === 1 ? "is the other" : `are ${data.others} others`}`;
    super(`${data.first} is not here: ${data.reason}${others}`, { hint: data.remedy });
  }
}

/** Throws where there is nothing to run on. */
export function refuseNothing(availabilities: ReadonlyMap<string, Availability>): void {
  const [entry, ...others] = availabilities;
  if (entry === undefined || [entry, ...others].some(([, { available }]) => available)) return;
  const [first, found] = entry;
  if (!found.available) throw new NothingRunsError({ first, ...found, others: others.length });
}
