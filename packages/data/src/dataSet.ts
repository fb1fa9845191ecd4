/** Images and where their labels are, before any of them is read. */
import type { LabelSet } from "@linknet-kit/metrics";

export interface ExampleFiles {
  /** The same on every machine: of the image, without its folders and ending. */
  readonly name: string;
  readonly image: string;
  readonly labels: string;
  readonly instances?: string | undefined;
}

export interface DataSet {
  readonly labels: LabelSet;
  /** Whether its images are scenes that were drawn, which have the labels of a data set and are not of it. */
  readonly isGenerated?: boolean;
  /** Where files have colours for labels: the id of each, as 0xRRGGBB. */
  readonly labelColours?: ReadonlyMap<number, number> | undefined;
  /** In the order of its list, or by name. */
  readonly examples: readonly ExampleFiles[];
}

/** Of what looks at all examples. */
export interface ExampleProgress {
  /** Called before each example. */
  readonly onExample?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

export const SPLITS = ["train", "val", "test"] as const;
export type Split = (typeof SPLITS)[number];
