/** Whether a graph can run any batch: nothing in it may depend on how many images there are. */
import { LinknetError } from "@linknet-kit/base";
import { type Graph, type Node, inputValues, namesAxis, outputValues, printType } from "@linknet-kit/core";

export class DynamicBatchError extends LinknetError {
  readonly code = "DYNAMIC_BATCH";

  constructor(data: { readonly problem: string }) {
    super(`the batch cannot be dynamic: ${data.problem}`, { hint: "build the network for batch 1, or fix the batch" });
  }
}

/**
 * In a graph of batch 1 every value has one image on its first axis, which no node may move or compute along, and so nothing can hold a larger
 * batch as a number.
 */
export function checkDynamicBatch({ inputs, nodes }: Graph): void {
  for (const { name, type } of [...inputs, ...nodes.flatMap(outputValues)]) {
    if (type.shape[0] !== 1) throw new DynamicBatchError({ problem: `"${name}" is ${printType(type)}` });
  }
  const mixing = nodes.find(mixesImages);
  if (mixing !== undefined) throw new DynamicBatchError({ problem: `"${mixing.name}" computes along the first axis` });
}

function mixesImages(node: Node): boolean {
  const { op, attributes } = node;
  if (namesAxis(op.attributes, attributes, 0)) return true;
  if (typeof op.axes !== "function") return false;
  const [first] = inputValues(node);
  return first !== undefined && op.axes(attributes, first.type)[0] !== 0;
}
