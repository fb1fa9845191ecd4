/** How much work a call is, whatever processor does it: what arrays, maps and sets are asked for. */

/** Those that look at every element until they are done. */
const OF_ALL =
  "map filter flatMap forEach some every find findIndex findLast findLastIndex reduce includes " +
  "indexOf join slice splice concat shift unshift sort toSorted";
const arrayIterator = Object.getPrototypeOf([].values()) as object;
const mapIterator = Object.getPrototypeOf(new Map().values()) as object;
const setIterator = Object.getPrototypeOf(new Set().values()) as object;

/**
 * Elements that the call has methods of arrays go through, and questions that it asks maps, sets and their iterators. Loops by index and
 * what is inside strings and typed arrays are not seen. The call must be synchronous: everything else would count too.
 */
export function workOf(call: () => void): number {
  let work = 0;
  const restore: (() => void)[] = [];
  const count = (target: object, names: readonly string[], cost: (self: ArrayLike<unknown>) => number): void => {
    for (const name of names) {
      const original = Object.getOwnPropertyDescriptor(target, name)!;
      const method = original.value as (...given: unknown[]) => unknown;
      const counted = function (this: ArrayLike<unknown>, ...given: unknown[]): unknown {
        work += cost(this);
        return method.apply(this, given);
      };
      Object.defineProperty(target, name, { ...original, value: counted });
      restore.push(() => Object.defineProperty(target, name, original));
    }
  };
  count(Array.prototype, OF_ALL.split(" "), ({ length }) => length);
  for (const iterator of [arrayIterator, mapIterator, setIterator]) count(iterator, ["next"], () => 1);
  count(Map.prototype, ["get", "has", "set", "delete"], () => 1);
  count(Set.prototype, ["has", "add", "delete"], () => 1);
  try {
    call();
  } finally {
    for (const each of restore) each();
  }
  return work;
}
