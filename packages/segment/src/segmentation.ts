/** What became of a picture. */
import type { Size } from "@linknet-kit/core";
import type { Picture } from "@linknet-kit/data";
import type { Served } from "@linknet-kit/runtimes";
import type { LabelledClass } from "./classes/classes.js";
import type { ClassShare } from "./classes/shares.js";
import type { ClassScores } from "./network/scoresOf.js";

export interface Segmentation {
  readonly picture: Picture;
  /** Of each pixel of the picture. */
  readonly channels: Uint8Array;
  readonly classes: readonly LabelledClass[];
  readonly shares: readonly ClassShare[];
  /** At which the network looked at it. */
  readonly networkSize: Size;
  /** What it said there. */
  readonly scores: ClassScores;
  /** From numbers in memory to numbers in memory. */
  readonly milliseconds: number;
  readonly ranOn: Served;
}
