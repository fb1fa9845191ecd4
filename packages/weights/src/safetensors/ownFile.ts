/** Which safetensors files are this project's own and unchanged, so that they may be written anew. */
import { createReadStream } from "node:fs";
import {
  type FileKind,
  type StandingFile,
  type WeightOrigin,
  describeReplaced,
  digestOf,
  givesWay,
} from "@linknet-kit/base/files";
import { LENGTH_BYTES, MAXIMUM_HEADER_BYTES, METADATA } from "./header.js";

/** The metadata that says what the tensors' bytes were when they were written, in hexadecimal digits. */
export const DIGEST = "sha256";
export const ORIGIN = "origin";
export const DIGEST_DIGITS = 64;

/**
 * Files that `writeSafetensors` wrote and whose tensors nobody changed since: a training that starts from such a file may keep its metadata.
 * Weights that came from a file stay, unless they are written from that file once more; so does whatever has no such `mark` in its metadata.
 */
export function ownSafetensors(origin: WeightOrigin | undefined, mark = DIGEST): FileKind {
  return {
    name: describeReplaced("safetensors file", origin),
    isOurs: async (file) => {
      const length = headerLength(file);
      if (length === undefined) return false;
      const metadata = await readMetadata(file.path, length);
      if (metadata[DIGEST] === undefined || metadata[mark] === undefined || !givesWay(metadata[ORIGIN], origin))
        return false;
      return metadata[DIGEST] === (await digestOf([{ path: file.path, start: LENGTH_BYTES + length }]));
    },
  };
}

function headerLength({ head }: StandingFile): number | undefined {
  if (head.length < LENGTH_BYTES) return undefined;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length > MAXIMUM_HEADER_BYTES ? undefined : Number(length);
}

/** Empty where the header is none, whatever the file is then. */
async function readMetadata(path: string, length: number): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  const header = createReadStream(path, { start: LENGTH_BYTES, end: LENGTH_BYTES + length - 1 });
  for await (const chunk of header) chunks.push(chunk as Buffer);
  try {
    const { [METADATA]: metadata } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    return typeof metadata === "object" && metadata !== null ? (metadata as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
