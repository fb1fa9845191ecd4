/** Which safetensors files are this project's own and unchanged, so that they may be written anew. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { FileKind, StandingFile } from "@linknet-kit/base/files";
import { LENGTH_BYTES, MAXIMUM_HEADER_BYTES, METADATA } from "./header.js";

/** Where weights come from: they can be drawn again, and what was trained cannot. */
export type WeightOrigin = "drawn" | "file";

/** The metadata that says what the tensors' bytes were when they were written, in hexadecimal digits. */
export const DIGEST = "sha256";
export const ORIGIN = "origin";
export const DIGEST_DIGITS = 64;

/**
 * Files that `writeSafetensors` wrote and whose tensors nobody changed since: a training that starts from such a file may keep its metadata.
 * Where weights are drawn, those that came from a file stay.
 */
export function ownSafetensors(origin: WeightOrigin | undefined): FileKind {
  const name = `unchanged file of ${origin === "drawn" ? "drawn " : ""}weights of linknet-kit`;
  return {
    name,
    isOurs: async (file) => {
      const length = headerLength(file);
      if (length === undefined) return false;
      const metadata = await readMetadata(file.path, length);
      if (metadata[DIGEST] === undefined || (origin === "drawn" && metadata[ORIGIN] === "file")) return false;
      return metadata[DIGEST] === (await digestAfter(file.path, LENGTH_BYTES + length));
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

async function digestAfter(path: string, start: number): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { start })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
