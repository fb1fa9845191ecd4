/** An example as a batch wants it: read, resized, and seen otherwise in every epoch. */
import type { Size } from "@linknet-kit/core";
import type { ExampleFiles } from "../dataSet.js";
import { type Augmentation, augment } from "../transforms/augment.js";
import type { Labelled } from "../transforms/labelled.js";
import { resize } from "../transforms/resize.js";
import { type ReadableSet, readExample } from "./readExample.js";

export interface ExamplePreparation {
  readonly seed: number;
  /** Each has an order of its own; examples keep that of the data set unless it is given. */
  readonly epoch?: number | undefined;
  /** To which all images are resized before anything else; they must be of one size where it is not given. */
  readonly size?: Size | undefined;
  /** Only where an epoch is given. */
  readonly augmentation?: Augmentation | undefined;
}

export interface PreparedExample extends Labelled {
  readonly name: string;
}

/** The same for the same preparation, whatever is read before it, and where. */
export async function prepareExample(
  set: ReadableSet,
  files: ExampleFiles,
  preparation: ExamplePreparation,
): Promise<PreparedExample> {
  const { name, picture, channels } = await readExample(set, files);
  const whole: Labelled = { width: picture.width, height: picture.height, colours: picture.colours, channels };
  const { size } = preparation;
  return varied({ name, ...(size === undefined ? whole : resize(whole, size)) }, preparation);
}

/** Seen as in its epoch; as it is where there is none. */
export function varied(example: PreparedExample, { seed, epoch, augmentation }: ExamplePreparation): PreparedExample {
  if (epoch === undefined || augmentation === undefined) return example;
  const { name } = example;
  return { name, ...augment(example, augmentation, { seed, epoch, name }) };
}
