/** Runs code that a user wrote, so that whatever it does ends in a value or in an error that names its file. */
import { UsageError } from "../../errors.js";
import { UserCodeError, UserCodePendingError } from "./errors.js";

/** For all that a file awaits; networks and configs are made of what is at hand. */
const LIMIT_MS = 60_000;

/**
 * What `run` answers; what it throws as a `UserCodeError` with the place in `path`. What it prints goes to stderr meanwhile, since
 * stdout holds the results of commands.
 */
export async function runUserCode<T>(path: string, run: () => T | Promise<T>): Promise<T> {
  const restore = divertOutput();
  try {
    return await settled(path, Promise.resolve(run()));
  } catch (cause) {
    throw named(path, cause);
  } finally {
    restore();
  }
}

/** The same for code that must answer at once. */
export function runUserCodeNow<T>(path: string, run: () => T): T {
  const restore = divertOutput();
  try {
    return run();
  } catch (cause) {
    throw named(path, cause);
  } finally {
    restore();
  }
}

/** Errors about the caller's choices are the caller's, not the file's. */
function named(path: string, cause: unknown): unknown {
  const speaksForItself = cause instanceof UserCodePendingError || cause instanceof UsageError;
  return speaksForItself ? cause : new UserCodeError({ path, cause });
}

/** Sends what is printed to stderr; answers what puts that right again. */
function divertOutput(): () => void {
  const { stdout, stderr } = process;
  const before = Object.getOwnPropertyDescriptor(stdout, "write");
  Object.defineProperty(stdout, "write", { value: stderr.write.bind(stderr), configurable: true, writable: true });
  return () => {
    if (before === undefined) Reflect.deleteProperty(stdout, "write");
    else Object.defineProperty(stdout, "write", before);
  };
}

/** The promise, or an error once nothing is left that could settle it, or the time is over. */
async function settled<T>(path: string, promise: Promise<T>): Promise<T> {
  const { promise: pending, reject } = withReject();
  const onIdle = (): void => reject(new UserCodePendingError({ path, why: "nothing is left that could settle it" }));
  const timer = setTimeout(() => {
    reject(new UserCodePendingError({ path, why: `it has had ${LIMIT_MS / 1000} s` }));
  }, LIMIT_MS).unref();
  process.once("beforeExit", onIdle);
  try {
    return await Promise.race([promise, pending]);
  } finally {
    clearTimeout(timer);
    process.off("beforeExit", onIdle);
  }
}

function withReject(): { readonly promise: Promise<never>; readonly reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  return { promise, reject };
}
