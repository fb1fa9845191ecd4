/** Waits for one piece of work after the other beside something that outlives them all and may fail. */

/**
 * The work's value, or the failure where that comes first. `Promise.race` with a promise that stays pending would keep every value that ever
 * came before it, for as long as that promise is.
 */
export function unlessFailed(failing: Promise<never>): <T>(work: Promise<T>) => Promise<T> {
  const waiting = new Set<(reason: unknown) => void>();
  let failure: { readonly reason: unknown } | undefined;
  failing.catch((reason: unknown) => {
    failure = { reason };
    for (const reject of waiting) reject(reason);
  });
  return async (work) =>
    await new Promise((resolve, reject) => {
      if (failure === undefined) waiting.add(reject);
      else reject(failure.reason);
      // Also where nobody waits for it any more, so that its own failure is heard.
      work.then(resolve, reject).finally(() => waiting.delete(reject));
    });
}
