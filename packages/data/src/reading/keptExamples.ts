/** Examples that stay in memory, for whoever reads them in every epoch. */
import type { ExampleFiles } from "../dataSet.js";
import type { Labelled } from "../transforms/labelled.js";

/** Of one data set at one size, before they are varied: so many bytes of them, those that come first. */
export class KeptExamples {
  readonly #kept = new Map<string, Labelled>();
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  get({ image }: ExampleFiles): Labelled | undefined {
    return this.#kept.get(image);
  }

  /** Nothing is kept where it has no room left. */
  keep({ image }: ExampleFiles, { width, height, colours, channels }: Labelled): void {
    const bytes = colours.byteLength + channels.byteLength;
    if (bytes > this.#left || this.#kept.has(image)) return;
    this.#left -= bytes;
    this.#kept.set(image, { width, height, colours, channels });
  }
}
