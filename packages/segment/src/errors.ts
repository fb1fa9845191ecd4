/** What keeps a picture from being labelled. */
import { LinknetError, UsageError } from "@linknet-kit/base";

/** A network that gives something else than classes of pixels. */
export class NotLabelsError extends LinknetError {
  readonly code = "NOT_LABELS";

  constructor({ name = "the network", problem }: { readonly name?: string; readonly problem: string }) {
    super(`${name} labels no pixels: ${problem}`, {
      hint: "give one that has a number a class for each pixel, or the class itself",
    });
  }
}

/** A network that says more of a picture than can be had of it. */
export class TooManyPixelsError extends LinknetError {
  readonly code = "TOO_MANY_PIXELS";

  constructor({ bytes, most }: { readonly bytes: number; readonly most: number }) {
    const inGigabytes = (amount: number): string => `${(amount / 1e9).toFixed(1)} GB`;
    super(`the network gives ${inGigabytes(bytes)} for a picture at this size, and ${inGigabytes(most)} are the most`, {
      hint: "give a smaller one with --size WxH, or a network that gives labels",
    });
  }
}

/** A network that takes something else than one picture. */
export class NotOfPicturesError extends LinknetError {
  readonly code = "NOT_OF_PICTURES";

  constructor({ name, problem }: { readonly name: string; readonly problem: string }) {
    super(`${name} takes no picture: ${problem}`, { hint: "give a network whose input is 1 x 3 x height x width" });
  }
}

/** A file of labels that is none. */
export class InvalidLabelsError extends UsageError {
  readonly code = "INVALID_LABELS";

  constructor({ file, problems }: { readonly file: string; readonly problems: readonly string[] }) {
    super(`${file} is no list of labels`, {
      details: problems.map((each) => `  ${each}`),
      hint: 'write [{ "name": "road", "colour": [128, 64, 128] }, ...] in the order of the network\'s classes',
    });
  }
}

/** Labels that are not those of the network. */
export class UnfitLabelsError extends UsageError {
  readonly code = "UNFIT_LABELS";

  constructor({ name, classes, labels, set }: { name: string; classes: number; labels: number; set: string }) {
    super(`${name} tells ${classes} classes apart, and ${set} are ${labels}`, {
      hint: "give its own with --labels camvid, cityscapes or a FILE.json",
    });
  }
}

/** What was given does not go together. */
export class SegmentChoiceError extends UsageError {
  readonly code = "SEGMENT_CHOICE";

  constructor({ problem, hint }: { readonly problem: string; readonly hint: string }) {
    super(problem, { hint });
  }
}
