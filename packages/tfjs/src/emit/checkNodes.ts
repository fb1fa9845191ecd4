/** Nodes of a lowered model that tfjs cannot express, told all at once. */
import { LinknetError } from "@linknet-kit/base";
import { type Graph, type Node, type TfjsForm, isAbsent, listed, mapOperands } from "@linknet-kit/core";
import { dataTypeOf } from "../graphDef.js";

interface Unsupported {
  readonly node: string;
  readonly op: string;
  readonly reason: string;
}

/** So many nodes are told for each reason, and so many reasons. */
const TOLD = 10;

export class UnsupportedByTfjsError extends LinknetError {
  readonly code = "UNSUPPORTED_BY_TFJS";

  constructor(data: { readonly nodes: readonly Unsupported[] }) {
    const nodesOf = new Map<string, string[]>(data.nodes.map(({ reason }) => [reason, []]));
    for (const { node, op, reason } of data.nodes) nodesOf.get(reason)!.push(`${node} (${op})`);
    const reasons = [...nodesOf].map(([reason, nodes]) => `${list(nodes)}: ${reason}`);
    const count = data.nodes.length === 1 ? "one node" : `${data.nodes.length} nodes`;
    super(`tfjs cannot express ${count}: ${list(reasons, "; ")}`);
  }
}

function list(all: readonly string[], separator = ", "): string {
  const more = all.length > TOLD ? [`and ${all.length - TOLD} more`] : [];
  return [...all.slice(0, TOLD), ...more].join(separator);
}

/** Each node's form, in order. */
export function formsOf({ nodes }: Graph): readonly TfjsForm[] {
  const unsupported: Unsupported[] = [];
  const forms = nodes.flatMap((node) => {
    const form = formOf(node);
    if (typeof form === "object") return [form];
    unsupported.push({ node: node.name, op: node.op.name, reason: form });
    return [];
  });
  if (unsupported.length > 0) throw new UnsupportedByTfjsError({ nodes: unsupported });
  return forms;
}

/** The node's form, or the reason why it has none. */
function formOf({ op, attributes, inputs, outputs }: Node): TfjsForm | string {
  if (isAbsent(op.tfjs)) return op.tfjs.absent;
  const values = [...Object.values(inputs).flatMap(listed), ...Object.values(outputs)];
  const missing = values.find(({ type }) => dataTypeOf(type.dtype) === undefined);
  if (missing?.type.dtype === "float16") return "tfjs computes in float32 only";
  if (missing !== undefined) return `tfjs has no ${missing.type.dtype}`;
  const form = op.tfjs.write(
    attributes,
    mapOperands(inputs, ({ type }) => type),
  );
  return isAbsent(form) ? form.absent : form;
}
