/** Whether a graph can run any batch: nothing in it may depend on how many images there are. */
import { type Graph, LinknetError, outputValues, printType } from "@linknet-kit/core";
import { writeForm } from "./emitNode.js";

export class DynamicBatchError extends LinknetError {
  readonly code = "DYNAMIC_BATCH";

  constructor(data: { readonly problem: string }) {
    super(`the batch cannot be dynamic: ${data.problem}`, { hint: "build the network for batch 1, or fix the batch" });
  }
}

/**
 * Of batch 1, every value has one image on its first axis, so that nothing can hold a larger batch as a number; the rest each op
 * says of the constants that it writes.
 */
export function checkDynamicBatch({ inputs, nodes }: Graph): void {
  for (const { name, type } of [...inputs, ...nodes.flatMap(outputValues)]) {
    if (type.shape[0] !== 1) throw new DynamicBatchError({ problem: `"${name}" is ${printType(type)}` });
  }
  for (const node of nodes) {
    const { constants = {} } = writeForm(node);
    const fixed = node.op.onnx.batchConstants?.find((name) => constants[name] !== undefined);
    if (fixed !== undefined) throw new DynamicBatchError({ problem: `${node.name} holds it in its ${fixed}` });
  }
}
