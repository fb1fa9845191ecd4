/** Why an optional package is not there; each hint is the one command that changes that. */
import { LinknetError } from "@linknet-kit/base";

/** Neither our own place nor the user's project has these packages. */
export class MissingPeerError extends LinknetError {
  readonly code = "MISSING_PEER";

  constructor(data: { names: readonly string[]; command: string }) {
    const last = data.names.at(-1)!;
    const others = data.names.slice(0, -1).join(", ");
    super(others === "" ? `${last} is not installed` : `${others} and ${last} are not installed`, {
      hint: data.command,
    });
  }
}

/** The package is there in a version that was never tried. */
export class UnsuitablePeerError extends LinknetError {
  readonly code = "UNSUITABLE_PEER";

  constructor(data: { name: string; version: string; range: string; command: string }) {
    super(`${data.name} ${data.version} is installed, and ${data.range} is needed`, { hint: data.command });
  }
}

/** The package is there and fails when it is loaded, for want of a binary for this machine as a rule. */
export class UnloadablePeerError extends LinknetError {
  readonly code = "UNLOADABLE_PEER";

  constructor(data: { name: string; version: string; cause: unknown; command: string }) {
    const [line = ""] = (data.cause instanceof Error ? data.cause.message : String(data.cause)).split("\n");
    super(`${data.name} ${data.version} is installed and cannot be loaded: ${line.slice(0, 300)}`, {
      hint: data.command,
      cause: data.cause,
    });
  }
}
