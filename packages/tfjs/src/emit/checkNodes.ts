/** Nodes of a lowered model that tfjs cannot express, told all at once. */
import { LinknetError } from "@linknet-kit/base";
import {
  type Graph,
  type Node,
  type TensorType,
  type TfjsForm,
  type Value,
  isAbsent,
  listed,
  mapOperands,
} from "@linknet-kit/core";
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
export function formsOf(graph: Graph): readonly TfjsForm[] {
  const unsupported: Unsupported[] = [];
  const forms = graph.nodes.flatMap((node) => {
    const form = formOf(node);
    if (typeof form === "object") return [form];
    unsupported.push({ node: node.name, op: node.op.name, reason: form });
    return [];
  });
  // What no node computes with may be handed on as it is.
  if (unsupported.length === 0)
    unsupported.push(...handedOn("input", graph.inputs), ...handedOn("weight", graph.parameters));
  if (unsupported.length > 0) throw new UnsupportedByTfjsError({ nodes: unsupported });
  return forms;
}

/** Those of a type that tfjs does not have. */
function handedOn(op: string, values: readonly Value[]): readonly Unsupported[] {
  return values.flatMap(({ name, type }) => {
    const reason = lackOf(type);
    return reason === undefined ? [] : [{ node: name, op, reason }];
  });
}

function lackOf({ dtype }: TensorType): string | undefined {
  if (dataTypeOf(dtype) !== undefined) return undefined;
  return dtype === "float16" ? "tfjs computes in float32 only" : `tfjs has no ${dtype}`;
}

/** The node's form, or the reason why it has none. */
function formOf({ op, attributes, inputs, outputs }: Node): TfjsForm | string {
  if (isAbsent(op.tfjs)) return op.tfjs.absent;
  const values = [...Object.values(inputs).flatMap(listed), ...Object.values(outputs)];
  const lack = values.map(({ type }) => lackOf(type)).find((each) => each !== undefined);
  if (lack !== undefined) return lack;
  const form = op.tfjs.write(
    attributes,
    mapOperands(inputs, ({ type }) => type),
  );
  return isAbsent(form) ? form.absent : form;
}
