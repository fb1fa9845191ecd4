/** A model that gives values between its nodes beside its outputs. */
import { writeFile } from "node:fs/promises";
import { readBytes } from "@linknet-kit/base/files";
import { exposeValues } from "@linknet-kit/onnx";
import { nodeNameFor } from "@linknet-kit/tfjs";
import type { Artifact } from "../child/protocol.js";
import type { ModelFile } from "../modelFile/openModelFile.js";
import type { LoadOptions } from "../runtime/runtime.js";

export interface Exposed {
  /** Its outputs are those of the file, then the values that it has, as the file calls them. */
  readonly artifact: Artifact;
  /** Those by the names that were asked for. */
  readonly values: readonly string[];
  readonly load: Pick<LoadOptions, "values">;
}

/** What a runtime loads to give values of the file beside its outputs; of `names` those that the file has. A changed file is written to `copy`. */
export async function withValues(opened: ModelFile, names: readonly string[], copy: string): Promise<Exposed> {
  const { file: path, inputs, outputs } = opened;
  const data = opened.externalData === undefined ? {} : { externalData: opened.externalData };
  const plain = { path, inputs, outputs, ...data };
  const own = new Map(opened.values.map((value) => [value.name, value]));
  if (opened.format === "tfjs") {
    const nodes = nodesOf(names).flatMap(([name, node]) => (own.has(node) ? [{ name, node }] : []));
    const values = nodes.map(({ node }) => node);
    return {
      artifact: { ...plain, outputs: [...outputs, ...values.map((name) => own.get(name)!)] },
      values: nodes.map(({ name }) => name),
      load: { values },
    };
  }
  const held = names.flatMap((name) => own.get(name) ?? []);
  if (held.length === 0) return { artifact: plain, values: [], load: {} };
  const exposed = exposeValues(await readBytes(path, { maximumBytes: 2 ** 31 }), held);
  await writeFile(copy, exposed.bytes);
  const found = new Set(exposed.values.map(({ name }) => name));
  const values = held.filter(({ name }) => found.has(name));
  // The copy lies elsewhere than what the model's own weights lie beside.
  const artifact = { ...plain, path: copy, outputs: [...outputs, ...values] };
  return { artifact, values: values.map(({ name }) => name), load: {} };
}

/** Names with what tfjs calls their nodes, without those of which two would be called the same. */
function nodesOf(names: readonly string[]): readonly (readonly [name: string, node: string])[] {
  const count = new Map<string, number>();
  for (const node of names.map(nodeNameFor)) count.set(node, (count.get(node) ?? 0) + 1);
  return names.map((name) => [name, nodeNameFor(name)] as const).filter(([, node]) => count.get(node) === 1);
}
