/** Examples as they are, for whoever measures or counts them. */
import type { DataSet } from "../dataSet.js";
import { type ReadingOptions, readInOrder } from "./inOrder.js";
import type { Example, ReadOptions } from "./readExample.js";

/** One after the other, while others are read already; memory has `ahead` and one. */
export async function* readExamples(
  set: DataSet,
  options: ReadOptions & ReadingOptions & { readonly order?: readonly number[] } = {},
): AsyncGenerator<Example> {
  const { order = [...set.examples.keys()], workers, ahead, ...wanted } = options;
  yield* readInOrder(set, { name: "read", options: wanted, order, workers, ahead });
}
