/** Where the time is read, so that tests can set it. */

export interface Clock {
  /** Milliseconds from some fixed start. They never go back, whatever is done to the time of day. */
  readonly nowMs: () => number;
  /** The date and the time of day. */
  readonly date: () => Date;
}

export const systemClock: Clock = { nowMs: () => performance.now(), date: () => new Date() };

/** What `act` gives, and how many milliseconds it took. */
export async function timed<T>(act: () => Promise<T>, clock: Clock = systemClock): Promise<readonly [T, number]> {
  const startMs = clock.nowMs();
  const value = await act();
  return [value, clock.nowMs() - startMs];
}
