/** Where the layer was made that an error is about: it fails only later, when its tensor is known and its author's code has returned. */

/** What `run` answers, which calls no code but our own; errors of it get `made` as `origin`: its stack tells where the layer was made. */
export function withOrigin<T>(made: Error, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const isFirst = error instanceof Error && !("origin" in error);
    if (isFirst) Object.defineProperty(error, "origin", { value: made });
    throw error;
  }
}
