/** What a file holds, as content of another: it is opened only when that is written. */
import { createReadStream } from "node:fs";

const CHUNK_BYTES = 2 ** 20;

export async function* chunksOfFile(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
}
