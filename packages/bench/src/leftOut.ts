/** What a suite has and does not measure, by runtime. */
import { group } from "d3-array";
import type { Cell } from "./cell.js";
import type { LeftOut } from "./result/schema.js";

/** One entry a runtime, with each of its networks and sizes once. */
export function describeLeftOut(cells: readonly Cell[], reasonOf: (runtime: string) => string): readonly LeftOut[] {
  return [...group(cells, ({ runtime }) => runtime)].map(([runtime, own]) => {
    const networks = new Map(own.map(({ network, size }) => [JSON.stringify([network, size]), { network, size }]));
    return { runtime, cells: [...networks.values()], reason: reasonOf(runtime) };
  });
}
