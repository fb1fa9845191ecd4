/** What data sets cannot be, each with the file that is wrong. */
import { LinknetError, UsageError, formatQuantity } from "@linknet-kit/base";

/** A file that is no PNG that can be read. */
export class UnreadablePngError extends LinknetError {
  readonly code = "UNREADABLE_PNG";

  constructor({ file, problem, cause }: { file: string; problem: string; cause?: unknown }) {
    super(`${file}: ${problem}`, { cause });
  }
}

/** A file that is no picture that can be read. */
export class UnreadablePictureError extends LinknetError {
  readonly code = "UNREADABLE_PICTURE";

  constructor({ file, problem, hint, cause }: { file: string; problem: string; hint?: string; cause?: unknown }) {
    super(`${file}: ${problem}`, { hint, cause });
  }
}

/** sharp is there, but not for this machine. */
export class NoImageLibraryError extends LinknetError {
  readonly code = "NO_IMAGE_LIBRARY";

  constructor({ cause }: { cause: unknown }) {
    const [said = ""] = (cause instanceof Error ? cause.message : String(cause)).split("\n", 1);
    super(`pictures cannot be read, since sharp cannot be loaded: ${said}`, {
      hint: "install it with its binaries for this machine: npm install --include=optional sharp",
      cause,
    });
  }
}

/** Folders and lists that are not laid out as the data set's are. */
export class WrongLayoutError extends LinknetError {
  readonly code = "WRONG_LAYOUT";

  constructor({ problem, ...options }: { problem: string; details?: readonly string[]; hint: string }) {
    super(problem, options);
  }
}

const MOST_TOLD = 30;

/** All that is wrong with the files of a data set, so that they are mended at once. */
export class UnusableFilesError extends LinknetError {
  readonly code = "UNUSABLE_FILES";

  constructor({ problems, examples }: { problems: readonly string[]; examples: number }) {
    const told = problems.slice(0, MOST_TOLD);
    const more = problems.length - told.length;
    super(`${formatQuantity(problems.length, "problem")} with the files of ${formatQuantity(examples, "example")}`, {
      details: more > 0 ? [...told, `and ${more} more`] : told,
      hint: "nothing was started; fetch these files anew, or take their images out of the data set",
    });
  }
}

/** A value of a label map that stands for nothing. */
export class StrangeLabelError extends LinknetError {
  readonly code = "STRANGE_LABEL";

  constructor(data: { file: string; value: number; x: number; y: number; set: string }) {
    const { file, value, x, y, set } = data;
    super(`${file}: ${value} at column ${x}, row ${y} is no label of ${set}`);
  }
}

/** A colour of a label image that stands for nothing. */
export class StrangeColourError extends LinknetError {
  readonly code = "STRANGE_COLOUR";

  constructor(data: { file: string; colour: number; x: number; y: number; set: string; hasOthers: boolean }) {
    const { file, colour, x, y, set, hasOthers } = data;
    const parts = [16, 8, 0].map((shift) => (colour >> shift) & 255).join(", ");
    const more = hasOthers ? ", nor are others in this file" : "";
    super(`${file}: the colour ${parts} at column ${x}, row ${y} is none of ${set}'s labels${more}`, {
      hint: hasOthers
        ? "colours that mix come of resizing or of a lossy format: resize images of labels to the nearest pixel, and keep them as PNG"
        : undefined,
    });
  }
}

/** A scene of no size, or of no number. */
export class InvalidSceneError extends UsageError {
  readonly code = "INVALID_SCENE";

  constructor({ problem }: { problem: string }) {
    super(problem);
  }
}

/** A folder with something in it that is not of the scenes to be drawn. */
export class SceneFolderError extends LinknetError {
  readonly code = "SCENE_FOLDER";

  constructor({ problem, hint }: { problem: string; hint?: string }) {
    super(problem, { hint: hint ?? "give a new folder, or one that was begun with the same options" });
  }
}

/** Choices that no batch can be made of. */
export class InvalidBatchesError extends UsageError {
  readonly code = "INVALID_BATCHES";

  constructor({ problem }: { problem: string }) {
    super(problem);
  }
}
