/** Writes weights as a safetensors file. Equal weights give equal bytes, and each tensor is aligned to its elements. */
import { createHash } from "node:crypto";
import { type FileToWrite, type WeightOrigin, type WriteOptions, writeFileAtomically } from "@linknet-kit/base/files";
import { InvalidWeightError, type Model, type Parameter, byteCount } from "@linknet-kit/core";
import { typeNameOf } from "./dataTypes.js";
import { LENGTH_BYTES, METADATA } from "./header.js";
import { DIGEST, DIGEST_DIGITS, ORIGIN, ownSafetensors } from "./ownFile.js";

export interface SafetensorsOptions {
  /** What is said of the weights; readers need nothing of it. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Where they come from: they take the place of drawn ones and of their own. */
  readonly origin?: WeightOrigin | undefined;
  /** A name in the metadata, which files of others that are this project's own do not have: they stay. */
  readonly mark?: string | undefined;
}

export interface WriteSafetensorsOptions extends WriteOptions, SafetensorsOptions {}

export interface WrittenSafetensors {
  readonly path: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

/** Stands in the header until the tensors are written. */
const UNKNOWN_DIGEST = "0".repeat(DIGEST_DIGITS);
const UNKNOWN = `"${DIGEST}":"${UNKNOWN_DIGEST}"`;
/** The tensors' bytes begin at a multiple of this, as readers that map the file want. */
const ALIGNMENT_BYTES = 8;

/**
 * Writes all parameters of a model, whole or not at all, drawing and holding one at a time. The metadata say what the tensors' bytes are, by
 * which a file that is changed later is told from one that may be written anew.
 */
export async function writeSafetensors(
  model: Model,
  path: string,
  { metadata, origin, mark, ...options }: WriteSafetensorsOptions = {},
): Promise<WrittenSafetensors> {
  const bytes = await writeFileAtomically(safetensorsFile(model, path, { metadata, origin, mark }), options);
  return { path, bytes, files: [path] };
}

/** The same as a file to write among others. */
export function safetensorsFile(
  model: Model,
  path: string,
  { metadata, origin, mark }: SafetensorsOptions = {},
): FileToWrite {
  const parameters = model.graph.parameters.toSorted(inFile);
  const described = { ...metadata, ...(origin && { [ORIGIN]: origin }), [DIGEST]: UNKNOWN_DIGEST };
  const head = header(parameters, described);
  const digest = createHash("sha256");
  function* content(): Generator<Uint8Array> {
    yield head;
    for (const parameter of parameters) {
      const { data } = model.weights.get(parameter);
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      digest.update(bytes);
      yield bytes;
    }
  }
  const amend = () => ({
    bytes: Buffer.from(digest.digest("hex")),
    at: Buffer.from(head).indexOf(UNKNOWN) + UNKNOWN.indexOf("0"),
  });
  return { path, kind: ownSafetensors(origin, mark), content: content(), amend };
}

/** Large elements first, which keeps all aligned without a gap; then by name. */
function inFile(a: Parameter, b: Parameter): number {
  return elementBytes(b) - elementBytes(a) || (a.name < b.name ? -1 : 1);
}

function elementBytes({ type: { dtype } }: Parameter): number {
  return byteCount({ dtype, shape: [] });
}

function header(parameters: readonly Parameter[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const described = Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries: [string, unknown][] = [[METADATA, Object.fromEntries(described)]];
  let end = 0;
  for (const { name, type } of parameters) {
    if (name === METADATA || name === "__proto__") {
      throw new InvalidWeightError({ name, problem: "has a name that safetensors files keep for themselves" });
    }
    const begin = end;
    end += byteCount(type);
    entries.push([name, { dtype: typeNameOf(type.dtype), shape: type.shape, data_offsets: [begin, end] }]);
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
