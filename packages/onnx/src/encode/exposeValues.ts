/** Makes values between nodes outputs of a file, without touching the rest of it. */
import type { TensorType } from "@linknet-kit/core";
import { DEFAULT_BUDGET } from "../decode/budget.js";
import { decodeProto } from "../decode/decodeProto.js";
import { emitValue } from "../emit/emitValue.js";
import { ModelProto } from "../onnxProto.js";

/** A value by its name. Runtimes infer the type of an output that does not say its own. */
interface Exposable {
  readonly name: string;
  readonly type?: TensorType;
}

export interface ExposedModel<V extends Exposable> {
  readonly bytes: Uint8Array;
  /** The values that the file has under their names and that were no outputs before. */
  readonly values: readonly V[];
}

/**
 * Messages of protobuf that follow each other are one message, with lists appended: so the outputs are a message of their own behind the
 * file's bytes. https://protobuf.dev/programming-guides/encoding/#last-one-wins
 */
export function exposeValues<V extends Exposable>(bytes: Uint8Array, values: readonly V[]): ExposedModel<V> {
  const { graph } = decodeProto(bytes, DEFAULT_BUDGET);
  const made = new Set(graph?.node?.flatMap(({ output }) => output ?? []));
  for (const { name } of graph?.output ?? []) made.delete(name!);
  const found = values.filter(({ name }) => made.has(name));
  const outputs = found.map(({ name, type }) => (type === undefined ? { name } : emitValue({ name, type }, false)));
  const added = ModelProto.encode({ graph: { output: outputs } }).finish();
  const whole = new Uint8Array(bytes.length + added.length);
  whole.set(bytes);
  whole.set(added, bytes.length);
  return { bytes: whole, values: found };
}
