/** What of a lowered model tfjs cannot express, told all at once. */
import { type Graph, LinknetError, type Node, type TfjsForm, isAbsent, mapOperands } from "@linknet-kit/core";

interface Unsupported {
  readonly node: string;
  readonly op: string;
  readonly reason: string;
}

/** So many are told. */
const TOLD = 10;

export class UnsupportedByTfjsError extends LinknetError {
  readonly code = "UNSUPPORTED_BY_TFJS";

  constructor(data: { readonly nodes: readonly Unsupported[] }) {
    const told = data.nodes.slice(0, TOLD).map(({ node, op, reason }) => `${node} (${op}): ${reason}`);
    const more = data.nodes.length > TOLD ? [`and ${data.nodes.length - TOLD} more`] : [];
    const count = data.nodes.length === 1 ? "one node" : `${data.nodes.length} nodes`;
    super(`tfjs cannot express ${count}: ${[...told, ...more].join("; ")}`);
  }
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

/** The form, or the reason why there is none. */
function formOf({ op, attributes, inputs, outputs }: Node): TfjsForm | string {
  if (isAbsent(op.tfjs)) return op.tfjs.absent;
  const values = Object.values(outputs);
  if (values.some(({ type }) => type.dtype === "float16")) return "tfjs computes in float32 only";
  const form = op.tfjs.write(
    attributes,
    mapOperands(inputs, ({ type }) => type),
  );
  return isAbsent(form) ? form.absent : form;
}
