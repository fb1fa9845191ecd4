/** How many threads a runtime may be asked for. */
import { UsageError, counted } from "@linknet-kit/base";
import { allowedCores } from "@linknet-kit/runtimes";

/** Of each core: what more there are only waits for the others. */
const MOST_PER_CORE = 8;

/** More threads than the machine can do anything with. */
class TooManyThreadsError extends UsageError {
  readonly code = "TOO_MANY_THREADS";

  constructor({ threads, cores }: { readonly threads: number; readonly cores: number }) {
    super(`--threads is ${threads}, and ${counted(cores, "core")} would take turns at them`, {
      hint: `give ${cores}, or ${MOST_PER_CORE * cores} at most`,
    });
  }
}

export function checkThreads(threads: number | undefined, cores = allowedCores()): void {
  if (threads !== undefined && threads > MOST_PER_CORE * cores) throw new TooManyThreadsError({ threads, cores });
}
