/** The tensors of a file by their names, without what is computed with them: weights for a network that is defined elsewhere. */
import type { LazyTensor } from "@linknet-kit/core";
import type { ModelRecord } from "../decode/records.js";
import { InvalidTensorError } from "./errors.js";
import { type ExternalValues, TensorImporter } from "./importTensor.js";

/** Every initializer, its values read when they are asked for; together no more than `limit` bytes. */
export function initializersOf(
  { graph }: ModelRecord,
  external: ExternalValues,
  limit: number,
): ReadonlyMap<string, LazyTensor> {
  const importer = new TensorImporter(limit, external);
  const tensors = new Map<string, LazyTensor>();
  for (const proto of graph?.initializer ?? []) {
    const tensor = proto.name ?? "";
    if (tensors.has(tensor)) throw new InvalidTensorError({ tensor, problem: "is there twice" });
    tensors.set(tensor, importer.import(proto));
  }
  return tensors;
}
