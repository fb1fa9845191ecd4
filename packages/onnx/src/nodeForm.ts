/** In which form a node is written. */
import { LinknetError } from "@linknet-kit/base";
import {
  type Absent,
  type AttributeKinds,
  type CanWrite,
  type Node,
  type OnnxForm,
  type OnnxNode,
  type Refusal,
  type RefusalCode,
  type Refusing,
  holdsIn,
  isAbsent,
  isWritten,
  mapOperands,
} from "@linknet-kit/core";
import { HIGHEST_OPSET, OpsetTooLowError } from "./opsets.js";

/** A form that readers of ONNX understand differently, so that no file may rely on it. */
export class DisputedFormError extends LinknetError {
  readonly code = "DISPUTED_FORM";

  constructor(data: { readonly node: string; readonly type: string; readonly constant: string }) {
    super(
      `node "${data.node}": ${data.type} with this ${data.constant} means different things to different readers of ONNX`,
    );
  }
}

/** An op that ONNX has no operator for. */
export class NoOperatorError extends LinknetError {
  readonly code = "NO_OPERATOR";

  constructor(data: { readonly op: string; readonly reason: string }) {
    super(`ONNX has no operator for ${data.op}: ${data.reason}`);
  }
}

/** What no operator of ONNX says. */
export class InexpressibleNodeError extends LinknetError {
  readonly code = "INEXPRESSIBLE_NODE";

  constructor(data: { readonly node: string; readonly op: string; readonly reason: string }) {
    super(`node "${data.node}": ONNX cannot express this ${data.op}: ${data.reason}`);
  }
}

type Form = OnnxForm<string, AttributeKinds>;

export interface WrittenNode extends Partial<OnnxNode> {
  readonly form: Form;
}

/** The forms in which a node can be written, each for its opsets, or why there are none. */
function waysToWrite({
  op: { onnx },
  attributes,
  inputs,
}: Pick<Node, "op" | "attributes" | "inputs">): readonly WrittenNode[] | Absent {
  if (isAbsent(onnx)) return onnx;
  const types = mapOperands(inputs, ({ type }) => type);
  const all = onnx.filter(isWritten).map((form) => ({ form, written: form.write!(attributes, types) }));
  const ways = all.flatMap(({ form, written }) => (isAbsent(written) ? [] : [{ ...written, form }]));
  return ways.length > 0 ? ways : (all.map(({ written }) => written).find(isAbsent) ?? ways);
}

/** A node as an opset has it; `undefined` where that cannot express it. */
export function findForm(node: Pick<Node, "op" | "attributes" | "inputs">, opset: number): WrittenNode | undefined {
  const ways = waysToWrite(node);
  return isAbsent(ways) ? undefined : ways.find(({ form }) => holdsIn(form, opset));
}

/** Whether an opset has an operator for a node. */
export function canWriteIn(opset: number): CanWrite {
  return (node) => findForm(node, opset) !== undefined;
}

/** Nodes of which each cannot be written, for reasons of its own. */
export class UnwritableNodesError extends LinknetError implements Refusing {
  readonly code = "UNWRITABLE_NODES";
  readonly refusals: readonly Refusal[];

  constructor(data: { readonly errors: readonly LinknetError[]; readonly refusals: readonly Refusal[] }) {
    const { errors, refusals } = data;
    const told = errors.slice(0, TOLD).map(({ message }) => `  ${message}`);
    const more = errors.length > TOLD ? [`  ... and ${errors.length - TOLD} more`] : [];
    super(["ONNX cannot express these nodes:", ...told, ...more].join("\n"), { hint: errors[0]?.hint });
    this.refusals = refusals;
  }
}

/** So many nodes are told. */
const TOLD = 10;

/** An error where the opset cannot express some of the nodes, or readers would differ about them; about all of them where there are several. */
export function checkForms(nodes: readonly Node[], opset: number): void {
  const errors: LinknetError[] = [];
  const refusals: Refusal[] = [];
  for (const node of nodes) {
    const error = whyUnwritten(node, opset);
    if (error === undefined) continue;
    errors.push(error);
    refusals.push({ node: node.name, operator: node.op.name, code: codeOf(error), reason: error.message });
  }
  if (errors.length === 1) throw Object.assign(errors[0]!, { refusals } satisfies Refusing);
  if (errors.length > 1) throw new UnwritableNodesError({ errors, refusals });
}

function codeOf(error: LinknetError): RefusalCode {
  return error instanceof NoOperatorError || error instanceof OpsetTooLowError
    ? "unsupported_op"
    : "unsupported_attribute";
}

function whyUnwritten(node: Node, opset: number): LinknetError | undefined {
  const way = findForm(node, opset);
  return way === undefined ? inexpressible(node, opset) : disputedForm(node.name, way);
}

/** A node in ONNX; an error where the opset cannot express it, or readers would differ about it. */
export function writeForm(node: Node, opset: number): WrittenNode {
  const way = findForm(node, opset);
  if (way === undefined) throw inexpressible(node, opset);
  const disputed = disputedForm(node.name, way);
  if (disputed !== undefined) throw disputed;
  return way;
}

function inexpressible(node: Node, opset: number): LinknetError {
  const { name, op } = node;
  if (isAbsent(op.onnx)) return new NoOperatorError({ op: op.name, reason: op.onnx.absent });
  const ways = waysToWrite(node);
  if (isAbsent(ways)) return new InexpressibleNodeError({ node: name, op: op.name, reason: ways.absent });
  const lowest = Math.min(...ways.map(({ form }) => form.from));
  return new OpsetTooLowError({ opset, op: op.name, path: name, lowest });
}

function disputedForm(node: string, { form, constants }: WrittenNode): DisputedFormError | undefined {
  const constant = form.disputed?.find((each) => constants?.[each] !== undefined);
  return constant === undefined ? undefined : new DisputedFormError({ node, type: form.operator, constant });
}

/** A node that could not be written again is one that readers of its file understand differently. */
export function refuseDisputed(node: Node): void {
  const { onnx } = node.op;
  if (isAbsent(onnx) || onnx.every(({ disputed }) => disputed === undefined)) return;
  const way = findForm(node, HIGHEST_OPSET);
  const disputed = way && disputedForm(node.name, way);
  if (disputed !== undefined) throw disputed;
}
