/** Pools and the unpools that undo them. */
import type { Padding, Pair } from "../attributes.js";
import { type Graph, type Node, type Value, inputValues } from "../graph.js";
import { maxPool2dOp } from "../ops/maxPool2d.js";
import { maxUnpool2dOp } from "../ops/maxUnpool2d.js";
import { rank4, sameShape } from "../tensor.js";

/** The pools whose indices are read, and by none but unpools with the same windows, back to the size that the pool was given. */
export function mirroredPools(graph: Graph): readonly Node[] {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = readersOf(graph);
  return graph.nodes.filter((pool) => {
    if (pool.op !== maxPool2dOp) return false;
    const { name } = pool.outputs["indices"]!;
    const own = readers.get(name) ?? [];
    return !outputs.has(name) && own.length > 0 && own.every((reader) => mirrors(reader, pool));
  });
}

/** The nodes that read each value, by its name. */
function readersOf({ nodes }: Graph): ReadonlyMap<string, readonly Node[]> {
  const readers = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const { name } of inputValues(node)) {
      const own = readers.get(name);
      if (own === undefined) readers.set(name, [node]);
      else own.push(node);
    }
  }
  return readers;
}

/** Whether a pool's windows have neither padding nor dilation. */
export function isPlainWindow({ attributes }: Node): boolean {
  const { padding, dilation } = attributes as { readonly padding: Padding; readonly dilation: Pair };
  return Object.values(padding).every((side) => side === 0) && sameShape(dilation, [1, 1]);
}

function mirrors({ op, attributes }: Node, pool: Node): boolean {
  const [, , ...size] = rank4((pool.inputs["x"] as Value).type);
  const expected: Readonly<Record<string, unknown>> = { ...pool.attributes, size };
  const same = (name: string): boolean => sameShape(attributes[name] as Pair, expected[name] as Pair);
  return op === maxUnpool2dOp && ["kernel", "stride", "size"].every(same);
}
