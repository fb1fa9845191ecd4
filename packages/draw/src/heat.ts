/** What a drawing colours boxes by: a number for each node, and how those of a module make one. */
import { type Graph, countCost, outputValues } from "@linknet-kit/core";

export interface Heat {
  /** For the legend: `multiply-accumulates`. */
  readonly title: string;
  /** `MACs`, `bytes`, `ms`; none for relative errors. */
  readonly unit: string;
  /** By the node's position; what is unknown is absent. */
  readonly values: ReadonlyMap<number, number>;
  /** A module has the sum of its nodes, or the largest of them. */
  readonly combine: "sum" | "max";
  /** What a reader must know to read it, in a sentence. */
  readonly remark?: string;
}

export type CountedHeat = "macs" | "bytes";

/** From what the graph costs, without running it. */
export function countedHeat(graph: Graph, by: CountedHeat): Heat {
  const values = new Map(countCost(graph).layers.map((layer, position) => [position, layer[by]]));
  return by === "macs"
    ? { title: "multiply-accumulates", unit: "MACs", values, combine: "sum" }
    : { title: "memory read and written, each node alone", unit: "bytes", values, combine: "sum" };
}

/** What some kernels together took, and the nodes that they compute, by name. */
export interface KernelTime {
  readonly layers: readonly string[];
  readonly folded?: readonly string[] | undefined;
  readonly medianMs: number;
}

/** From a profile; `where` says of which runtime. A kernel of several nodes stands at the first that it computes. */
export function measuredHeat(graph: Graph, kernels: readonly KernelTime[], where: string): Heat {
  const positions = positionsByName(graph);
  const values = new Map<number, number>();
  for (const { layers, folded = [], medianMs } of kernels) {
    const computed = layers.filter((layer) => !folded.includes(layer));
    const position = [...computed, ...layers].map((name) => positions.get(name)).find((found) => found !== undefined);
    if (position !== undefined) values.set(position, (values.get(position) ?? 0) + medianMs);
  }
  const remark = "A kernel that computes several nodes stands at the first of them.";
  return { title: `time on ${where}`, unit: "ms", values, combine: "sum", remark };
}

/** An error of a value by its name, relative to the largest value that is expected. */
export interface ValueError {
  readonly name: string;
  readonly relativeError: number;
}

export function comparedHeat(graph: Graph, errors: readonly ValueError[], where: string): Heat {
  const positions = positionsByName(graph);
  const values = new Map<number, number>();
  for (const { name, relativeError } of errors) {
    const position = positions.get(name);
    if (position !== undefined) values.set(position, Math.max(relativeError, values.get(position) ?? 0));
  }
  return { title: `relative error on ${where}`, unit: "", values, combine: "max" };
}

/** By the names of values and, where none has it, of nodes. */
function positionsByName({ nodes }: Graph): ReadonlyMap<string, number> {
  const positions = new Map(nodes.map(({ name }, position) => [name, position]));
  nodes.forEach((node, position) => {
    for (const { name } of outputValues(node)) positions.set(name, position);
  });
  return positions;
}

/** Of a box with these nodes; `undefined` where nothing is known of any. */
export function heatOf({ values, combine }: Heat, positions: readonly number[]): number | undefined {
  let total: number | undefined;
  for (const position of positions) {
    const value = values.get(position);
    if (value === undefined) continue;
    total = combine === "sum" ? (total ?? 0) + value : Math.max(total ?? 0, value);
  }
  return total;
}
