/** In which form a node is written. */
import { LinknetError } from "@linknet-kit/base";
import {
  type Absent,
  type AttributeKinds,
  type Node,
  type OnnxForm,
  type OnnxNode,
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
function waysToWrite({ op: { onnx }, attributes, inputs }: Node): readonly WrittenNode[] | Absent {
  if (isAbsent(onnx)) return onnx;
  const types = mapOperands(inputs, ({ type }) => type);
  const all = onnx.filter(isWritten).map((form) => ({ form, written: form.write!(attributes, types) }));
  const ways = all.flatMap(({ form, written }) => (isAbsent(written) ? [] : [{ ...written, form }]));
  return ways.length > 0 ? ways : (all.map(({ written }) => written).find(isAbsent) ?? ways);
}

/** A node as an opset has it; `undefined` where that cannot express it. */
export function findForm(node: Node, opset: number): WrittenNode | undefined {
  const ways = waysToWrite(node);
  return isAbsent(ways) ? undefined : ways.find(({ form }) => holdsIn(form, opset));
}

/** A node in ONNX; an error where the opset cannot express it, or readers would differ about it. */
export function writeForm(node: Node, opset: number): WrittenNode {
  const way = findForm(node, opset);
  if (way === undefined) throw inexpressible(node, opset);
  refuseDisputedForm(node.name, way);
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

function refuseDisputedForm(node: string, { form, constants }: WrittenNode): void {
  const constant = form.disputed?.find((each) => constants?.[each] !== undefined);
  if (constant !== undefined) throw new DisputedFormError({ node, type: form.operator, constant });
}

/** A node that could not be written again is one that readers of its file understand differently. */
export function refuseDisputed(node: Node): void {
  const { onnx } = node.op;
  if (isAbsent(onnx) || onnx.every(({ disputed }) => disputed === undefined)) return;
  const way = findForm(node, HIGHEST_OPSET);
  if (way !== undefined) refuseDisputedForm(node.name, way);
}
