/** What a model takes while it runs, held against what the machine has before anything is started. */
import { availableMemory } from "node:process";
import { type Graph, countCost } from "@linknet-kit/core";
import { TooLargeToRunError } from "./errors.js";

/**
 * A `TooLargeToRunError` where the graph's weights and the activations that are alive at once take more bytes than are `free`, as far as
 * the system tells: a file of a thousand bytes may ask for any number of them.
 */
export function requireMemory(path: string, graph: Graph, free = availableMemory()): void {
  const { weightBytes, activationPeakBytes } = countCost(graph);
  const needed = weightBytes + activationPeakBytes;
  if (free > 0 && needed > free) throw new TooLargeToRunError({ path, needed, free });
}
