/** What keeps artifacts from being compared at all. */
import { LinknetError, UsageError } from "@linknet-kit/core";

export class NoReferenceError extends UsageError {
  readonly code = "NO_REFERENCE";

  constructor() {
    super("none of the artifacts is an ONNX file, from which a reference could be computed", {
      hint: "name the ONNX file that they were made from with --reference",
    });
  }
}

/** Artifacts of different networks, sizes or classes. */
export class DifferentEndsError extends LinknetError {
  readonly code = "DIFFERENT_ENDS";

  constructor(data: { path: string; ends: string; reference: string; expected: string }) {
    super(`${data.path} takes and gives ${data.ends}, ${data.reference} ${data.expected}`, {
      hint: "compare artifacts of one network at one size",
    });
  }
}

export class NoRuntimeForArtifactError extends UsageError {
  readonly code = "NO_RUNTIME_FOR_ARTIFACT";

  constructor(data: { path: string; runtimes: readonly string[] }) {
    super(`none of the runtimes loads ${data.path}: ${data.runtimes.join(", ")}`, {
      hint: 'see "linknet runtimes"; a file that is only to be compared with goes behind --reference',
    });
  }
}

/** Its copy with more outputs would not find them. */
export class SeparateWeightsError extends LinknetError {
  readonly code = "SEPARATE_WEIGHTS";

  constructor(data: { path: string }) {
    super(`${data.path} has its weights in another file, so that its layers cannot be looked at`, {
      hint: "leave --layers out, or choose a narrower network",
    });
  }
}

/** Without a reference there is nothing to compare with. */
export class ReferenceFailedError extends LinknetError {
  readonly code = "REFERENCE_FAILED";

  constructor(data: { by: string; reason: string }) {
    super(`${data.by} could not compute the reference: ${data.reason}`, {
      hint: "choose a smaller size, or another file with --reference",
    });
  }
}
