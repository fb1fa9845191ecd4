/** Where a layer was made. A layer fails only later, when its tensor is known and the code that made it has returned. */

/** Runs code of this project alone. Its errors get `made` as their `origin`, whose stack tells where the layer was made. */
export function withOrigin<T>(made: Error, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const isFirst = error instanceof Error && !("origin" in error);
    if (isFirst) Object.defineProperty(error, "origin", { value: made });
    throw error;
  }
}
