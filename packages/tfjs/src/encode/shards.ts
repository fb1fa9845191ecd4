/** One stream of bytes, cut into files of equal size. Each takes its part when it is written. */

/** What tfjs's own converter cuts at, so that browsers can cache the files. */
export const SHARD_BYTES = 4 * 2 ** 20;

/** Names as tfjs's own converter gives them, `group1-shard1of3.bin` and so on; no bytes need no file. */
export function shardNames(bytes: number, shardBytes: number): readonly string[] {
  const count = Math.ceil(bytes / shardBytes);
  return Array.from({ length: count }, (_, index) => `group1-shard${index + 1}of${count}.bin`);
}

/** The content of each file. They must be read in order, each to its end. */
export function shardContents(
  chunks: Iterable<Uint8Array>,
  { bytes, shardBytes }: { readonly bytes: number; readonly shardBytes: number },
): readonly Iterable<Uint8Array>[] {
  const iterator = chunks[Symbol.iterator]();
  let rest = new Uint8Array(0);
  function* take(wanted: number): Iterable<Uint8Array> {
    for (let missing = wanted; missing > 0; ) {
      if (rest.length === 0) rest = next(iterator);
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      yield part;
    }
  }
  return shardNames(bytes, shardBytes).map((_, index) => take(Math.min(shardBytes, bytes - index * shardBytes)));
}

function next(iterator: Iterator<Uint8Array>): Uint8Array<ArrayBuffer> {
  const { value, done } = iterator.next();
  if (done === true) throw new Error("there are fewer bytes than were announced");
  return value as Uint8Array<ArrayBuffer>;
}
