/**
 * The last fields of a file written here, among the model's metadata: where its weights come from, and the SHA-256 of all that stands before,
 * by which a file that was changed since is told from one that may be written anew. Runtimes hand metadata on and read nothing of it.
 */
import { type Hashing, type WeightOrigin, hashed } from "@linknet-kit/base/files";
import { ModelProto } from "../onnxProto.js";

const WEIGHTS = "linknet-kit.weights";
const SHA256 = "linknet-kit.sha256";
/** Key of the digest of the file with the weights followed by this one. */
const SHA256_WITH_DATA = "linknet-kit.sha256-with-data";
const DIGEST_DIGITS = 64;

interface SealOptions {
  readonly origin?: WeightOrigin | undefined;
  /** Whether the weights lie in a second file. */
  readonly hasData: boolean;
}

/** Bytes that a seal adds to a file. */
export function sealLength(options: SealOptions): number {
  return originField(options.origin).length + digestField("0".repeat(DIGEST_DIGITS), options.hasData).length;
}

/** The chunks of the model's file with the seal behind them; `hash` has seen the other file, where there is one. */
export function* sealed(
  chunks: Iterable<Uint8Array>,
  hash: Hashing,
  { origin, hasData }: SealOptions,
): Generator<Uint8Array> {
  yield* hashed(chunks, hash);
  yield* hashed([originField(origin)], hash);
  yield digestField(hash.digest("hex"), hasData);
}

interface Seal {
  readonly digest: string;
  readonly hasData: boolean;
  /** Bytes at the end of the file that the digest is not of. */
  readonly length: number;
}

/** Finds the seal in the last bytes of a file; `undefined` where there is none. */
export function sealAt(tail: Uint8Array): Seal | undefined {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.length);
  const digest = bytes.subarray(-DIGEST_DIGITS).toString("latin1");
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  for (const hasData of [false, true]) {
    const { length } = digestField(digest, hasData);
    if (bytes.subarray(-length).equals(digestField(digest, hasData))) return { digest, hasData, length };
  }
  return undefined;
}

/** Whether the seal says, before its digest, that the weights have this origin. */
export function hasOrigin(tail: Uint8Array, { length }: Seal, origin: WeightOrigin): boolean {
  const field = originField(origin);
  return Buffer.from(tail.subarray(0, -length)).subarray(-field.length).equals(field);
}

function originField(origin: WeightOrigin | undefined): Uint8Array {
  return origin === undefined ? new Uint8Array() : metadataField(WEIGHTS, origin);
}

function digestField(digest: string, hasData: boolean): Uint8Array {
  return metadataField(hasData ? SHA256_WITH_DATA : SHA256, digest);
}

function metadataField(key: string, value: string): Uint8Array {
  return ModelProto.encode({ metadataProps: [{ key, value }] }).finish();
}
