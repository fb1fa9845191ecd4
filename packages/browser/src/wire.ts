/** Binary messages between the page and the process that drives it: JSON with buffers behind it, which JSON would make thrice as long. */
import { type TensorType, mapRecord, tensorOfBytes } from "@linknet-kit/core";
import type { Tensors } from "@linknet-kit/runtimes";
import type { LoadedArtifact } from "./worker/protocol.js";

/** Buffers start at multiples of this, so that their elements can be read in place. */
const ALIGNMENT = 8;

interface Unpacked<T> {
  readonly header: T;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
}

/** The length of the header, the header with the lengths of the buffers, and the buffers. */
function pack(header: unknown, buffers: readonly ArrayBufferView[]): Uint8Array<ArrayBuffer> {
  const lengths = buffers.map(({ byteLength }) => byteLength);
  const json = new TextEncoder().encode(JSON.stringify({ header, lengths }));
  const start = aligned(ALIGNMENT + json.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + aligned(length), start));
  new DataView(bytes.buffer).setUint32(0, json.length);
  bytes.set(json, ALIGNMENT);
  let offset = start;
  for (const { buffer, byteOffset, byteLength } of buffers) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += aligned(byteLength);
  }
  return bytes;
}

function unpack<T>(bytes: ArrayBuffer): Unpacked<T> {
  const length = new DataView(bytes).getUint32(0);
  const json = new TextDecoder().decode(new Uint8Array(bytes, ALIGNMENT, length));
  const { header, lengths } = JSON.parse(json) as { readonly header: T; readonly lengths: readonly number[] };
  let offset = aligned(ALIGNMENT + length);
  const buffers = lengths.map((byteLength) => {
    const buffer = new Uint8Array(bytes, offset, byteLength);
    offset += aligned(byteLength);
    return buffer;
  });
  return { header, buffers };
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

type TensorHeader = Readonly<Record<string, TensorType>>;

export function packTensors(tensors: Tensors): Uint8Array<ArrayBuffer> {
  const header: TensorHeader = mapRecord(tensors, ({ dtype, shape }) => ({ dtype, shape }));
  return pack(
    header,
    Object.values(tensors).map(({ data }) => data),
  );
}

/** Throws where the bytes are not what `packTensors` wrote. */
export function unpackTensors(bytes: ArrayBuffer): Tensors {
  const { header, buffers } = unpack<TensorHeader>(bytes);
  const entries = Object.entries(header).map(([name, type], index) => [name, tensorOfBytes(type, buffers[index]!)]);
  return Object.fromEntries(entries) as Tensors;
}

export function packArtifact(artifact: LoadedArtifact): Uint8Array<ArrayBuffer> {
  if (artifact.format === "onnx") {
    const { bytes, beside = [] } = artifact;
    return pack({ format: "onnx", paths: beside.map(({ path }) => path) }, [
      bytes,
      ...beside.map((file) => file.bytes),
    ]);
  }
  const { weightData, ...described } = artifact.artifacts;
  return pack({ format: "tfjs", described }, [new Uint8Array(weightData)]);
}

type ArtifactHeader =
  | { readonly format: "onnx"; readonly paths: readonly string[] }
  | {
      readonly format: "tfjs";
      readonly described: Omit<Extract<LoadedArtifact, { format: "tfjs" }>["artifacts"], "weightData">;
    };

export function unpackArtifact(bytes: ArrayBuffer): LoadedArtifact {
  const { header, buffers } = unpack<ArtifactHeader>(bytes);
  const [first, ...others] = buffers;
  if (header.format === "onnx") {
    const beside = header.paths.map((path, index) => ({ path, bytes: others[index]! }));
    return { format: "onnx", bytes: first!, ...(beside.length === 0 ? {} : { beside }) };
  }
  return { format: "tfjs", artifacts: { ...header.described, weightData: first!.slice().buffer } };
}
