/** A model that gives values between its nodes beside its outputs. */
import { writeFile } from "node:fs/promises";
import { readBytes } from "@linknet-kit/base/files";
import { exposeValues } from "@linknet-kit/onnx";
import type { Artifact } from "../child/protocol.js";
import type { ModelFile } from "../modelFile/openModelFile.js";
import type { LoadOptions } from "../runtime/runtime.js";

export interface Exposed {
  /** Its outputs are those of the file, then the values that it has. */
  readonly artifact: Artifact;
  readonly values: ModelFile["values"];
  readonly load: Pick<LoadOptions, "values">;
}

/** What a runtime loads to give values of the file beside its outputs; of `names` those that the file has. A changed file is written to `copy`. */
export async function withValues(opened: ModelFile, names: readonly string[], copy: string): Promise<Exposed> {
  const { file: path, inputs, outputs } = opened;
  const data = opened.externalData === undefined ? {} : { externalData: opened.externalData };
  const plain = { path, inputs, outputs, ...data };
  const own = new Map(opened.values.map((value) => [value.name, value]));
  const held = names.flatMap((name) => own.get(name) ?? []);
  if (held.length === 0) return { artifact: plain, values: [], load: {} };
  if (opened.format === "tfjs") {
    const values = held.map(({ name }) => name);
    return { artifact: { ...plain, outputs: [...outputs, ...held] }, values: held, load: { values } };
  }
  const exposed = exposeValues(await readBytes(path, { maximumBytes: 2 ** 31 }), held);
  await writeFile(copy, exposed.bytes);
  const found = new Set(exposed.values.map(({ name }) => name));
  const values = held.filter(({ name }) => found.has(name));
  // The copy lies elsewhere than what the model's own weights lie beside.
  return { artifact: { ...plain, path: copy, outputs: [...outputs, ...values] }, values, load: {} };
}
