/** Weights as a safetensors file: the same bytes for the same weights, and each tensor aligned to its elements. */
import { InvalidWeightError, type Model, type Parameter, byteCount } from "@linknet-kit/core";
import { writeFileAtomically } from "@linknet-kit/files";
import { TYPE_NAMES } from "./dataTypes.js";
import { LENGTH_BYTES, METADATA } from "./header.js";

export interface WriteSafetensorsOptions {
  /** What is said of the weights; readers need nothing of it. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Looked at between tensors; nothing is left of an aborted file. */
  readonly signal?: AbortSignal | undefined;
}

export interface WrittenSafetensors {
  readonly path: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

/** The tensors' bytes begin at a multiple of this, as readers that map the file want. */
const ALIGNMENT_BYTES = 8;

/** Writes all parameters of a model, whole or not at all, drawing and holding one at a time. */
export async function writeSafetensors(
  model: Model,
  path: string,
  { metadata, signal }: WriteSafetensorsOptions = {},
): Promise<WrittenSafetensors> {
  const bytes = await writeFileAtomically(path, chunks(model, metadata), { signal });
  return { path, bytes, files: [path] };
}

function* chunks({ graph, weights }: Model, metadata: WriteSafetensorsOptions["metadata"]): Generator<Uint8Array> {
  const parameters = graph.parameters.toSorted(inFile);
  yield header(parameters, metadata);
  for (const parameter of parameters) {
    const { data } = weights.get(parameter);
    yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
}

/** Large elements first, which keeps all aligned without a gap; then by name. */
function inFile(a: Parameter, b: Parameter): number {
  return elementBytes(b) - elementBytes(a) || (a.name < b.name ? -1 : 1);
}

function elementBytes({ type: { dtype } }: Parameter): number {
  return byteCount({ dtype, shape: [] });
}

function header(parameters: readonly Parameter[], metadata: WriteSafetensorsOptions["metadata"] = {}): Uint8Array {
  const described = Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries: [string, unknown][] = described.length === 0 ? [] : [[METADATA, Object.fromEntries(described)]];
  let end = 0;
  for (const { name, type } of parameters) {
    if (name === METADATA || name === "__proto__") {
      throw new InvalidWeightError({ name, problem: "has a name that safetensors files keep for themselves" });
    }
    const begin = end;
    end += byteCount(type);
    entries.push([name, { dtype: TYPE_NAMES[type.dtype], shape: type.shape, data_offsets: [begin, end] }]);
  }
  return withLength(jsonObject(entries));
}

/** Entry by entry, since an object would put names that are whole numbers first. */
function jsonObject(entries: readonly [string, unknown][]): Buffer {
  const members = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return Buffer.from(`{${members.join(",")}}`);
}

function withLength(json: Buffer): Uint8Array {
  const length = Math.ceil((LENGTH_BYTES + json.length) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES - LENGTH_BYTES;
  const bytes = Buffer.alloc(LENGTH_BYTES + length, " ");
  bytes.writeBigUInt64LE(BigInt(length));
  json.copy(bytes, LENGTH_BYTES);
  return bytes;
}
