/** Tensors from the bytes of safetensors files that are as they were written, where the files say how that was. For Node alone: browsers hash otherwise. */
import { createHash } from "node:crypto";
import { type Safetensors, decodeSafetensors } from "./decodeSafetensors.js";
import { ChangedSafetensorsError } from "./errors.js";
import { parseHeader } from "./header.js";
import { DIGEST, DIGEST_DIGITS } from "./ownFile.js";

/** As `decodeSafetensors`; a `ChangedSafetensorsError` where the tensors are others than those that the metadata have the digest of. */
export function decodeUnchanged(bytes: Uint8Array): Safetensors {
  const decoded = decodeSafetensors(bytes);
  const written = decoded.metadata.get(DIGEST);
  const isDigest = written?.length === DIGEST_DIGITS;
  if (isDigest && written.toLowerCase() !== digestOfTensors(bytes)) throw new ChangedSafetensorsError();
  return decoded;
}

function digestOfTensors(bytes: Uint8Array): string {
  return createHash("sha256")
    .update(bytes.subarray(parseHeader(bytes).dataStart))
    .digest("hex");
}
