/** Which ONNX files are this project's own. */
import { basename } from "node:path";
import { producer } from "#producer";
import { type FileKind, readBytes } from "@linknet-kit/base/files";

/** Of a model whose weights lie beside it. */
const MAXIMUM_MODEL_BYTES = 2 ** 28;

/** The producer's name is the second field of what is written here, after a version of one byte. */
const PRODUCER = Buffer.from([0x12, producer.producerName.length, ...Buffer.from(producer.producerName)]);

export const ownOnnx: FileKind = { name: "ONNX file of linknet-kit", isOurs: ({ head }) => hasProducer(head) };

/** The weights beside a model, which are ours where the model is and names them. */
export function ownExternalData(modelPath: string, location: string): FileKind {
  return {
    name: `file of weights of "${basename(modelPath)}"`,
    isOurs: async () => {
      const model = await readBytes(modelPath, { maximumBytes: MAXIMUM_MODEL_BYTES }).catch(() => undefined);
      return model !== undefined && hasProducer(model) && Buffer.from(model).includes(location);
    },
  };
}

function hasProducer(bytes: Uint8Array): boolean {
  return bytes[0] === 0x08 && Buffer.from(bytes.subarray(2, 2 + PRODUCER.length)).equals(PRODUCER);
}
