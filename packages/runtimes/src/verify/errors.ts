/** What keeps artifacts from being compared at all. */
import { LinknetError, UsageError } from "@linknet-kit/base";

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

/** Without a reference there is nothing to compare with. */
export class ReferenceFailedError extends LinknetError {
  readonly code = "REFERENCE_FAILED";

  constructor(data: { by: string; reason: string }) {
    super(`${data.by} could not compute the reference: ${data.reason}`, {
      hint: "choose a smaller size, or another file with --reference",
    });
  }
}
