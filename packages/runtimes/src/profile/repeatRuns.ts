/** How often a session is run to be profiled. */
import { systemClock } from "@linknet-kit/base";

const FEWEST_RUNS = 4;
const MOST_RUNS = 30;
const ENOUGH_MS = 2000;

/** Runs until it took two seconds: from four to thirty times, of which the first is there to warm up. */
export async function repeatRuns(
  run: () => Promise<unknown>,
  onRun: () => void,
  { nowMs } = systemClock,
): Promise<void> {
  const start = nowMs();
  for (let runs = 0; runs < MOST_RUNS; runs += 1) {
    if (runs >= FEWEST_RUNS && nowMs() - start > ENOUGH_MS) return;
    await run();
    onRun();
  }
}
