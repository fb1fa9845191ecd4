/** How fast a training is, and how long the rest takes. */
import type { Clock } from "@linknet-kit/base";

/** So many of the last updates tell how long one takes. */
const RECENT = 20;

export class Pace {
  readonly #clock: Clock;
  /** When the last of them ended, and the moment before the first. */
  #ends: number[];
  #validationMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ends = [clock.nowMs()];
  }

  update(): void {
    this.#ends = [...this.#ends, this.#clock.nowMs()].slice(-RECENT - 1);
  }

  /** What lies between the last update and this is no part of either. */
  endEpoch(): void {
    const now = this.#clock.nowMs();
    this.#validationMs = now - this.#ends.at(-1)!;
    // Intervals stay as long as they were, and move to now.
    this.#ends = this.#ends.map((end) => end + this.#validationMs);
  }

  /** Of the recent updates; 0 before the first. */
  get updateMs(): number {
    return (this.#ends.at(-1)! - this.#ends[0]!) / Math.max(1, this.#ends.length - 1);
  }

  leftSeconds({ updates, epochs }: { readonly updates: number; readonly epochs: number }): number {
    return (updates * this.updateMs + epochs * this.#validationMs) / 1000;
  }
}
