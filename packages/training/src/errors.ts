/** What keeps a network from being trained, or a training from going on. */
import { LinknetError, UsageError, shellWord } from "@linknet-kit/base";

/** A choice that no training can be made with: a rate below zero, a network of two images, an empty epoch. */
export class InvalidTrainingError extends UsageError {
  readonly code = "INVALID_TRAINING";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, data);
  }
}

/** A batch that does not fit the network. */
export class InvalidBatchError extends LinknetError {
  readonly code = "INVALID_BATCH";

  constructor(data: { readonly problem: string; readonly hint?: string }) {
    super(data.problem, data);
  }
}

/** The loss, or a gradient, is no number any more. What is written then are the last weights with which the loss was one. */
export class NotFiniteLossError extends LinknetError {
  readonly code = "NOT_FINITE_LOSS";
  /** The number of the update that was not made, from 1. */
  readonly update: number;

  constructor(data: {
    readonly update: number;
    /** From 0. */
    readonly epoch: number;
    /** In words. */
    readonly batch: string;
    readonly what: string;
    readonly where: string;
    readonly kept?: string;
  }) {
    const { update, epoch, batch, what, where, kept } = data;
    super(`${what} in update ${update} (epoch ${epoch + 1}, ${batch}): ${where}`, {
      details: kept === undefined ? [] : [kept],
      hint: "lower the learning rate, in another folder, or look at the images and labels of that batch",
    });
    this.update = update;
  }
}

/** What validates gives numbers that are none: whatever labels pixels so labels nothing. */
export class NotFiniteValidationError extends LinknetError {
  readonly code = "NOT_FINITE_VALIDATION";

  /** Of an epoch where it is known, from 0; `kept` says which weights are still there then. */
  constructor(data: {
    readonly what: string;
    readonly epoch?: number;
    readonly kept?: string;
    readonly cause?: unknown;
  }) {
    const { what, epoch, kept, cause } = data;
    super(`validation${epoch === undefined ? "" : ` after epoch ${epoch + 1}`} gives no finite numbers: ${what}`, {
      details: kept === undefined ? [] : [kept],
      hint: "lower the learning rate, in another folder, or look at the images of the validation split",
      cause,
    });
    this.what = what;
  }

  /** What was no finite number, and where. */
  readonly what: string;
}

/** The file is no checkpoint, or one that this version does not know. */
export class NotACheckpointError extends LinknetError {
  readonly code = "NOT_A_CHECKPOINT";

  constructor(data: { readonly path: string; readonly problem: string; readonly cause?: unknown }) {
    super(`${data.path} is no checkpoint of a training: ${data.problem}`, {
      hint: "put a copy of the file there, or begin another run, in another folder, from the weights that best.safetensors and last.safetensors beside it hold",
      cause: data.cause,
    });
  }
}

/** A file of a run that cannot go on without it is not as it was written. */
export class DamagedRunError extends LinknetError {
  readonly code = "DAMAGED_RUN";

  constructor(data: {
    readonly path: string;
    readonly problem: string;
    readonly hint?: string;
    readonly cause?: unknown;
  }) {
    const { path, problem, hint = NOT_WITHOUT_IT, cause } = data;
    super(`${path} ${problem}`, { hint, cause });
  }
}

export const NOT_WITHOUT_IT =
  "put a copy of the file there, or begin another run, in another folder, with last.safetensors for its --weights";

/** The place in ONNX Runtime's source, and what was expected there, before what it says. */
const ASSERTION = /^\S+:\d+ .* was false\. /s;

/** A GPU that training was asked for is not there, or what reaches it is not. */
export class NoTrainingRuntimeError extends LinknetError {
  readonly code = "NO_TRAINING_RUNTIME";

  constructor(data: { readonly runtime: string; readonly cause: unknown }) {
    const { runtime, cause } = data;
    const words = (cause instanceof Error ? cause.message : String(cause)).replace(ASSERTION, "").trim();
    super(`${runtime} opens no session here: ${words.split("\n", 1)[0]}`, {
      hint: "linknet runtimes says what this machine has; onnxruntime-node/cpu trains anywhere",
      cause,
    });
  }
}

/** The checkpoint is of another training than the one that should go on. */
export class OtherTrainingError extends LinknetError {
  readonly code = "OTHER_TRAINING";

  constructor(data: { readonly path: string; readonly differences: readonly string[]; readonly hint?: string }) {
    const {
      path,
      differences,
      hint = "go on with what it was begun with, or begin another run in another folder",
    } = data;
    super(`${path} is of another training:`, { details: differences.map((each) => `  ${each}`), hint });
  }
}

/** The folder holds what a run must not be mixed with. */
export class OccupiedFolderError extends LinknetError {
  readonly code = "OCCUPIED_FOLDER";

  constructor(data: { readonly folder: string; readonly isRun: boolean }) {
    super(data.isRun ? `${data.folder} holds a run already` : `${data.folder} is not empty`, {
      hint: data.isRun
        ? `linknet train --resume -o ${shellWord(data.folder)} goes on with it, \`resume: true\` in JavaScript; or choose another folder with -o`
        : "choose an empty folder, or one that does not exist, with -o",
    });
  }
}
