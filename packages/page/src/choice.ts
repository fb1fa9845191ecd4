/** What a user chose, as it stands in the form, and what it comes to. */
import { findNetwork } from "@linknet-kit/models";
import type { ImageSize } from "@linknet-kit/results";
import { MINIMUM_SAMPLES } from "@linknet-kit/results/statistics";
import { MINIMUM_RUNS } from "@linknet-kit/runtimes/measure";
import type { BrowserRuntimeName } from "@linknet-kit/browser/worker";
import type { ModelSource } from "./model/modelSource.js";
import type { OpenAxes } from "./model/openAxes.js";

/** The value of the menu of models that stands for the dropped file, and that of the menu of sizes for a free one. */
export const DROPPED = "dropped file";
export const OTHER_SIZE = "other";

/** Of the paper's tables, after one that every runtime manages. */
export const SIZES = ["160x96", "480x320", "640x360", "1280x720", "1920x1080"] as const;

const MOST_RUNS = 10_000;
const MOST_IMAGES = 64;

export interface Choice {
  readonly model: string;
  readonly size: string;
  readonly width: string;
  readonly height: string;
  /** Images at a time. */
  readonly batch: string;
  readonly runtime: BrowserRuntimeName;
  readonly threads: string;
  readonly runs: string;
}

/** As many runs as the 90th percentile needs. */
export const FIRST_CHOICE: Choice = {
  model: "enet",
  size: SIZES[0],
  width: "320",
  height: "240",
  batch: "1",
  runtime: "onnxruntime-wasm",
  threads: "",
  runs: String(MINIMUM_SAMPLES.p90),
};

export interface Chosen {
  readonly source: ModelSource;
  readonly axes: OpenAxes;
  readonly runtime: BrowserRuntimeName;
  readonly threads: number;
  readonly runs: number;
}

export interface Possible {
  readonly file: ModelSource | undefined;
  /** Whether another is still being read. */
  readonly isReading: boolean;
  /** Of the chosen runtime; absent where it cannot run here, or nobody knows yet. */
  readonly mostThreads: number | undefined;
}

/** What to run, or what is wrong with the choice. */
export function readChoice(
  choice: Choice,
  { file, isReading, mostThreads }: Possible,
): Chosen | { readonly problem: string } {
  if (isReading) return { problem: "the files are being read" };
  if (mostThreads === undefined) return { problem: `${choice.runtime} cannot run here: choose another runtime` };
  if (choice.model === DROPPED && file === undefined) return { problem: "choose a network, or a file" };
  const runs = wholeNumber(choice.runs);
  if (runs === undefined || runs < MINIMUM_RUNS || runs > MOST_RUNS) {
    return { problem: `the number of runs must be a whole number from ${MINIMUM_RUNS} to ${MOST_RUNS}` };
  }
  const threads = choice.threads === "" ? mostThreads : wholeNumber(choice.threads);
  if (threads === undefined || threads < 1 || threads > mostThreads) {
    return { problem: `the number of threads must be a whole number from 1 to ${mostThreads}` };
  }
  const size = readSize(choice);
  const least = choice.model === DROPPED ? 1 : findNetwork(choice.model).minimumSide;
  if (size === undefined || Math.min(size.width, size.height) < least || Math.max(size.width, size.height) > 16_384) {
    return { problem: `width and height must be whole numbers from ${least} to 16384` };
  }
  const batch = wholeNumber(choice.batch);
  if (batch === undefined || batch < 1 || batch > MOST_IMAGES) {
    return { problem: `the number of images at a time must be a whole number from 1 to ${MOST_IMAGES}` };
  }
  const source = choice.model === DROPPED ? file! : ({ kind: "network", name: choice.model } as const);
  return { source, axes: { size, batch }, runtime: choice.runtime, threads, runs };
}

/** The sizes in the form; where they are none, some that most models take. */
export function chosenAxes(choice: Choice): OpenAxes {
  return { size: readSize(choice) ?? { width: 160, height: 96 }, batch: wholeNumber(choice.batch) || 1 };
}

function readSize({ size, width, height }: Choice): ImageSize | undefined {
  const [across, down] = (size === OTHER_SIZE ? [width, height] : size.split("x")).map(wholeNumber);
  return across === undefined || down === undefined ? undefined : { width: across, height: down };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : undefined;
}
