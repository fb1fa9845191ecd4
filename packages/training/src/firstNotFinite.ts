/** Where numbers stop being finite: in what a step was given, or at the first of its nodes that gives others. */
import { type Graph, type Node, type Tensor, isFloat, outputValues } from "@linknet-kit/core";
import { exposeValues } from "@linknet-kit/onnx";
import { type Values, openSession } from "./session.js";

interface FailedStep {
  readonly graph: Graph;
  readonly bytes: Uint8Array;
  readonly feeds: Values;
}

/** So many values are looked at in one run, since all of them together may be more than memory has. */
const AT_ONCE = 40;

/** In words. Runs the step again, with what is between as outputs. */
export async function firstNotFinite({ graph, bytes, feeds }: FailedStep): Promise<string> {
  const given = [...feeds].find(([, tensor]) => !allFinite(tensor));
  if (given !== undefined) return `"${given[0]}", which the step is given, holds ${strangerIn(given[1])}`;
  const made = graph.nodes.flatMap((node) =>
    outputValues(node)
      .filter(({ type }) => isFloat(type.dtype))
      .map((value) => ({ node, value })),
  );
  for (let start = 0; start < made.length; start += AT_ONCE) {
    const found = await firstOf({ bytes, feeds }, made.slice(start, start + AT_ONCE));
    if (found !== undefined) return found;
  }
  return "no value of the step alone shows where";
}

interface Made {
  readonly node: Node;
  readonly value: { readonly name: string };
}

async function firstOf(
  { bytes, feeds }: Omit<FailedStep, "graph">,
  made: readonly Made[],
): Promise<string | undefined> {
  const exposed = exposeValues(
    bytes,
    made.map(({ value: { name } }) => ({ name })),
  );
  const session = await openSession(exposed.bytes);
  try {
    const results = await session.run(feeds);
    const first = made.find(({ value: { name } }) => results.has(name) && !allFinite(results.get(name)!));
    return first && `${first.node.name}, of ${first.node.op.name}, gives ${strangerIn(results.get(first.value.name)!)}`;
  } finally {
    await session.release();
  }
}

/** Whole numbers are. */
function allFinite({ data }: Tensor): boolean {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return true;
  // A loop, since millions of elements may be looked at.
  for (const value of data) if (!Number.isFinite(value)) return false;
  return true;
}

function strangerIn({ data }: Tensor): string {
  const index = Array.prototype.findIndex.call(data, (value) => !Number.isFinite(value));
  return `${String(data[index])} at ${index}`;
}
