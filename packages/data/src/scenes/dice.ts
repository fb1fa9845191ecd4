/** Choices of one scene, drawn in order from a seeded generator. */
import { seededUniform } from "@linknet-kit/core/tensors";

export class Dice {
  readonly #next: () => number;

  constructor(seed: number, name: string) {
    this.#next = seededUniform(seed, name);
  }

  /** In [from, to). */
  between(from: number, to: number): number {
    return from + ((this.#next() >>> 8) / 2 ** 24) * (to - from);
  }

  /** A whole number in [0, end). */
  below(end: number): number {
    return Math.floor(this.between(0, end));
  }

  chance(probability: number): boolean {
    return this.between(0, 1) < probability;
  }

  pick<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }
}
