/** Which ONNX files are this project's own, and unchanged. */
import { basename } from "node:path";
import {
  type FileKind,
  type StandingFile,
  type WeightOrigin,
  describeReplaced,
  digestOf,
  readBytes,
} from "@linknet-kit/base/files";
import { producer } from "#producer";
import { hasOrigin, sealAt } from "./seal.js";

/** The largest model file whose weights lie in another file. */
const MAXIMUM_MODEL_BYTES = 2 ** 28;

/** The producer's name is the second field of what is written here, after a version of one byte. */
const PRODUCER = Buffer.from([0x12, producer.producerName.length, ...Buffer.from(producer.producerName)]);

/**
 * Files that `writeOnnx` wrote and nobody changed since, the one beside them included. Weights that came from a file stay, unless they are
 * written from that file once more.
 */
export function ownOnnx(origin?: WeightOrigin): FileKind {
  return { name: describeReplaced("ONNX file", origin), isOurs: async (file) => await isUnchanged(file, origin) };
}

async function isUnchanged(
  { path, head, tail, bytes }: StandingFile,
  origin: WeightOrigin | undefined,
): Promise<boolean> {
  const seal = hasProducer(head) ? sealAt(tail) : undefined;
  if (seal === undefined) return false;
  if (origin !== undefined && !hasOrigin(tail, seal, "drawn") && !hasOrigin(tail, seal, origin)) return false;
  const data = seal.hasData ? [{ path: dataPathOf(path) }] : [];
  return seal.digest === (await digestOf([...data, { path, end: bytes - seal.length }]).catch(() => undefined));
}

/** Where the weights of a model lie that are too large for its file. */
export function dataPathOf(modelPath: string): string {
  return `${modelPath}.data`;
}

/** The weights beside a model, which are ours where the model is and names them. */
export function ownExternalData(modelPath: string): FileKind {
  return {
    name: `file of weights of "${basename(modelPath)}"`,
    isOurs: async () => {
      const model = await readBytes(modelPath, { maximumBytes: MAXIMUM_MODEL_BYTES }).catch(() => undefined);
      const location = basename(dataPathOf(modelPath));
      return model !== undefined && hasProducer(model) && Buffer.from(model).includes(location);
    },
  };
}

function hasProducer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && Buffer.from(bytes.subarray(2, 2 + PRODUCER.length)).equals(PRODUCER);
}
