/** A network that labels pictures, whatever it was given as. */
import type { ModelFormat } from "@linknet-kit/artifacts";
import type { Graph, Size } from "@linknet-kit/core";
import type { LabelSet } from "@linknet-kit/metrics";
import type { Artifact } from "@linknet-kit/runtimes";
import type { Colours } from "./pictureTensor.js";

export interface LabellingNetwork {
  /** For people: as it was given. */
  readonly name: string;
  /** For results: as it was given, without folders. */
  readonly called: string;
  /** That it can be run in, the usual one first. */
  readonly formats: readonly ModelFormat[];
  /** Of one that is a file: what results of the file itself are of. */
  readonly file?: { readonly format: ModelFormat; readonly isHalf: boolean };
  /** At which it looks at all pictures: the one asked for, of its training, or its own; none where it takes any. */
  readonly size?: Size;
  /** At which it looks at a picture of that size. */
  readonly sizeFor: (picture: Size) => Size;
  /** Of a network of the table: a multiple of the channels that it was designed with, where that is known. */
  readonly width?: number;
  /** Which colours are less by, where it says so. */
  readonly mean?: Colours;
  /** What its channels stand for, where it says so. */
  readonly labels?: LabelSet;
  /** The network that it is, at its size; `undefined` where the ops here do not express it. */
  readonly read: () => Promise<KnownNetwork | undefined>;
  /** As a file that the target loads, for pictures of that size, in a folder of its own. */
  readonly place: (size: Size, target: string, folder: string) => Promise<Artifact>;
  /** What of it is not as it usually is. */
  readonly warning?: string;
  /** What it was read of, which is never written. */
  readonly files: readonly string[];
}

export interface KnownNetwork {
  /** The name of a network of the table for that network alone. */
  readonly network: string;
  readonly graph: Graph;
}
