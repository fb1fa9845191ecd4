/** What a user's code does after it was loaded, or behind our back: its timers go on, and end what they like. */
import { UserCodeError, UserCodeExitError } from "./errors.js";
import { placeOf } from "./place.js";

/** Files of the user's that were loaded. */
const loaded = new Set<string>();

/**
 * From now on errors may come from that file, and an exit that it asks for is an error: taken literally it would end a command with
 * a code of its own, such as one that says that a check passed.
 */
export function expectStrayCode(path: string): void {
  if (loaded.size === 0) {
    const exit = process.exit.bind(process);
    process.exit = (exitCode) => {
      if (ownerOf(new Error("to see who asks")) === undefined) return exit(exitCode);
      throw new UserCodeExitError({ exitCode });
    };
  }
  loaded.add(path);
}

/** Whether code of a user's was loaded, which may keep the process alive. */
export function hasStrayCode(): boolean {
  return loaded.size > 0;
}

/** The error as one of a user's file, where it comes from one; else `undefined`. */
export function strayError(cause: unknown): UserCodeError | undefined {
  const path = cause instanceof Error ? ownerOf(cause) : undefined;
  return path === undefined ? undefined : new UserCodeError({ path, cause });
}

function ownerOf(error: Error): string | undefined {
  return [...loaded].find((path) => placeOf(error, path) !== undefined);
}
