/** In which form a node is written. */
import { LinknetError } from "@linknet-kit/base";
import {
  type AttributeKinds,
  type Node,
  type OnnxForm,
  type OnnxNode,
  type Op,
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

/** The form in which an op is written in an opset, or the lowest opset in which it can be; an error where ONNX has no such operator. */
function formIn({ name, onnx }: Op, opset: number): Form | { readonly lowest: number } {
  if (isAbsent(onnx)) throw new NoOperatorError({ op: name, reason: onnx.absent });
  const written = onnx.filter(isWritten);
  const form = written.find((each) => holdsIn(each, opset));
  return form ?? { lowest: Math.min(...written.map(({ from }) => from)) };
}

type Form = OnnxForm<string, AttributeKinds>;

export interface WrittenNode extends Partial<OnnxNode> {
  readonly form: Form;
}

/** A node in ONNX; an error where the opset cannot express it, or readers would differ about it. */
export function writeForm({ name, op, attributes, inputs }: Node, opset: number): WrittenNode {
  const form = formIn(op, opset);
  if ("lowest" in form) throw new OpsetTooLowError({ opset, op: op.name, path: name, lowest: form.lowest });
  const types = mapOperands(inputs, ({ type }) => type);
  const written = form.write!(attributes, types);
  const constant = form.disputed?.find((each) => written.constants?.[each] !== undefined);
  if (constant !== undefined) throw new DisputedFormError({ node: name, type: form.operator, constant });
  return { ...written, form };
}

/** A node that could not be written again is one that readers of its file understand differently. */
export function refuseDisputed(node: Node): void {
  const form = formIn(node.op, HIGHEST_OPSET);
  if (!("lowest" in form) && form.disputed !== undefined) writeForm(node, HIGHEST_OPSET);
}
