/** How fast a training is, and how long the rest takes. */
import type { Clock } from "@linknet-kit/base";

/** So many of the last times that updates ended tell how long one takes. */
const RECENT = 20;

interface End {
  readonly at: number;
  /** Made until then. */
  readonly updates: number;
}

export class Pace {
  readonly #clock: Clock;
  /** The moment before the first update, and those at which some ended. */
  #ends: readonly End[];
  #validationMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#ends = [{ at: clock.nowMs(), updates: 0 }];
  }

  /** So many ended together. */
  update(count: number): void {
    const { updates } = this.#ends.at(-1)!;
    this.#ends = [...this.#ends, { at: this.#clock.nowMs(), updates: updates + count }].slice(-RECENT - 1);
  }

  /** What lies between the last update and this is no part of either. */
  endEpoch(): void {
    const now = this.#clock.nowMs();
    this.#validationMs = now - this.#ends.at(-1)!.at;
    // Intervals stay as long as they were, and move to now.
    this.#ends = this.#ends.map(({ at, updates }) => ({ at: at + this.#validationMs, updates }));
  }

  /** Of the recent updates; 0 before the first. */
  get updateMs(): number {
    const [first, last] = [this.#ends[0]!, this.#ends.at(-1)!];
    return (last.at - first.at) / Math.max(1, last.updates - first.updates);
  }

  leftSeconds({ updates, epochs }: { readonly updates: number; readonly epochs: number }): number {
    return (updates * this.updateMs + epochs * this.#validationMs) / 1000;
  }
}
