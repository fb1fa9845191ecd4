/** Nodes of a lowered model that tfjs cannot express, told all at once. */
import { LinknetError } from "@linknet-kit/base";
import {
  type Graph,
  type Node,
  type Refusal,
  type Refusing,
  type TensorType,
  type TfjsForm,
  type Value,
  isAbsent,
  listed,
  mapOperands,
} from "@linknet-kit/core";
import { dataTypeOf } from "../graphDef.js";

/** So many nodes are told for each reason, and so many reasons. */
const TOLD = 10;

export class UnsupportedByTfjsError extends LinknetError implements Refusing {
  readonly code = "UNSUPPORTED_BY_TFJS";
  readonly refusals: readonly Refusal[];

  constructor(data: { readonly refusals: readonly Refusal[] }) {
    const { refusals } = data;
    const nodesOf = new Map<string, string[]>(refusals.map(({ reason }) => [reason, []]));
    for (const { node, operator, reason } of refusals) nodesOf.get(reason)!.push(`${node} (${operator})`);
    const reasons = [...nodesOf].map(([reason, nodes]) => `${list(nodes)}: ${reason}`);
    const count = refusals.length === 1 ? "one node" : `${refusals.length} nodes`;
    super(`tfjs cannot express ${count}: ${list(reasons, "; ")}`);
    this.refusals = refusals;
  }
}

function list(all: readonly string[], separator = ", "): string {
  const more = all.length > TOLD ? [`and ${all.length - TOLD} more`] : [];
  return [...all.slice(0, TOLD), ...more].join(separator);
}

/** Each node's form, in order. */
export function formsOf(graph: Graph): readonly TfjsForm[] {
  const refusals: Refusal[] = [];
  const forms = graph.nodes.flatMap((node) => {
    const form = formOf(node);
    if ("op" in form) return [form];
    refusals.push({ node: node.name, operator: node.op.name, ...form });
    return [];
  });
  // What no node computes with may be handed on as it is.
  if (refusals.length === 0) refusals.push(...handedOn("input", graph.inputs), ...handedOn("weight", graph.parameters));
  if (refusals.length > 0) throw new UnsupportedByTfjsError({ refusals });
  return forms;
}

/** Those of a type that tfjs does not have. */
function handedOn(operator: string, values: readonly Value[]): readonly Refusal[] {
  return values.flatMap(({ name, type }) => {
    const reason = lackOf(type);
    return reason === undefined ? [] : [{ node: name, operator, code: "unsupported_op", reason }];
  });
}

function lackOf({ dtype }: TensorType): string | undefined {
  if (dataTypeOf(dtype) !== undefined) return undefined;
  return dtype === "float16" ? "tfjs computes in float32 only" : `tfjs has no ${dtype}`;
}

/** The node's form, or the reason why it has none. */
function formOf({ op, attributes, inputs, outputs }: Node): TfjsForm | Pick<Refusal, "code" | "reason"> {
  if (isAbsent(op.tfjs)) return { code: "unsupported_op", reason: op.tfjs.absent };
  const values = [...Object.values(inputs).flatMap(listed), ...Object.values(outputs)];
  const lack = values.map(({ type }) => lackOf(type)).find((each) => each !== undefined);
  if (lack !== undefined) return { code: "unsupported_op", reason: lack };
  const form = op.tfjs.write(
    attributes,
    mapOperands(inputs, ({ type }) => type),
  );
  return isAbsent(form) ? { code: "unsupported_attribute", reason: form.absent } : form;
}
