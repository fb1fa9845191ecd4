/** Finds out what runs on this machine. */
import { timed } from "@linknet-kit/base";
import { groups } from "d3-array";
import { runJob } from "../process/runJob.js";
import type { Availability, Runtime } from "../runtime/runtime.js";

/** A runtime that takes longer to say what it is does not work. */
const STALL_MS = 60_000;

interface ProbeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called before runtimes are asked, those together that one process answers for. */
  readonly onAsk?: (runtimes: readonly Runtime[]) => void;
  /** Called when they have answered, with the time that took. */
  readonly onAnswer?: (runtimes: readonly Runtime[], milliseconds: number) => void;
}

/**
 * What each runtime's driver says, by runtime name. Drivers of one module are asked in one child process, as they may share what takes
 * long to start; where that process breaks, each is asked in one of its own, so that a broken native library takes only itself down.
 */
export async function probeRuntimes(
  runtimes: readonly Runtime[],
  options: ProbeOptions = {},
): Promise<ReadonlyMap<string, Availability>> {
  const found = new Map<string, Availability>();
  for (const [, together] of groups(runtimes, ({ driver }) => driver.replace(/#.*/, ""))) {
    options.onAsk?.(together);
    const [answers, milliseconds] = await timed(() => probeTogether(together, options));
    for (const [name, availability] of answers) found.set(name, availability);
    options.onAnswer?.(together, milliseconds);
  }
  // In the order that was asked in.
  return new Map(runtimes.map(({ name }) => [name, found.get(name)!]));
}

/** What one runtime's driver says. */
export async function probeRuntime(runtime: Runtime, options: ProbeOptions = {}): Promise<Availability> {
  return (await probeRuntimes([runtime], options)).get(runtime.name)!;
}

async function probeTogether(
  runtimes: readonly Runtime[],
  { signal }: ProbeOptions,
): Promise<readonly (readonly [string, Availability])[]> {
  const drivers = runtimes.map(({ driver }) => driver);
  const outcome = await runJob({ kind: "probe", drivers }, { stallMs: STALL_MS, signal });
  if (outcome.kind === "answer") {
    return runtimes.map(({ name, remedy }, index) => {
      const found = outcome.answer[index]!;
      return [name, "reason" in found ? { available: false, remedy, ...found } : { available: true, ...found }];
    });
  }
  const [only, ...others] = runtimes;
  if (others.length === 0) return [[only!.name, { available: false, reason: outcome.reason, remedy: only!.remedy }]];
  const alone: (readonly [string, Availability])[] = [];
  for (const runtime of runtimes) alone.push(...(await probeTogether([runtime], { signal })));
  return alone;
}
