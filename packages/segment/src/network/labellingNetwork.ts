/** A network that labels pictures, whatever it was given as. */
import type { ModelFormat } from "@linknet-kit/artifacts";
import type { Size } from "@linknet-kit/core";
import type { LabelSet } from "@linknet-kit/metrics";
import type { Artifact } from "@linknet-kit/runtimes";
import type { Colours } from "./pictureTensor.js";

export interface LabellingNetwork {
  /** For people. */
  readonly name: string;
  /** That it can be run in, the usual one first. */
  readonly formats: readonly ModelFormat[];
  /** At which it looks at a picture of that size. */
  readonly sizeFor: (picture: Size) => Size;
  /** Which colours are less by, where it says so. */
  readonly mean?: Colours;
  /** What its channels stand for, where it says so. */
  readonly labels?: LabelSet;
  /** As a file of that format for pictures of that size, in a folder of its own. */
  readonly place: (size: Size, format: ModelFormat, folder: string) => Promise<Artifact>;
  /** What it was read of, which is never written. */
  readonly files: readonly string[];
}
