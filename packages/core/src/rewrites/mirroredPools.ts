/** Pools and the unpools that undo them. */
import { type Node, type NodeOf, isNodeOf } from "../graph.js";
import type { Reading } from "../graphIndex.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { maxUnpoolOp } from "../ops/maxUnpool.js";
import { sameShape, spatialOf } from "../tensor.js";

export type MaxPool = NodeOf<typeof maxPoolOp>;
export type MaxUnpool = NodeOf<typeof maxUnpoolOp>;

/**
 * The unpools of a pool without padding and dilation whose indices nothing else reads. Each has the pool's windows, and goes back to the
 * size that the pool was given; there are none where one does not.
 */
export function mirrorsOf(pool: MaxPool, reading: Reading): readonly MaxUnpool[] {
  const { padding, dilation } = pool.attributes;
  const isPlain =
    [...padding.begin, ...padding.end].every((side) => side === 0) && dilation.every((step) => step === 1);
  if (!isPlain || reading.isOutput(pool.outputs.indices)) return [];
  const readers = reading.readersOf(pool.outputs.indices);
  const mirrors = readers.filter((reader) => isMirror(reader, pool));
  return mirrors.length === readers.length ? mirrors : [];
}

function isMirror(reader: Node, pool: MaxPool): reader is MaxUnpool {
  if (!isNodeOf(reader, maxUnpoolOp)) return false;
  const { sides: size } = spatialOf(pool.inputs.x.type);
  const { kernel, stride, size: given } = reader.attributes;
  return (
    sameShape(kernel, pool.attributes.kernel) && sameShape(stride, pool.attributes.stride) && sameShape(given, size)
  );
}
