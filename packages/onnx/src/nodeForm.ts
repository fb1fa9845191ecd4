/** What the op of a node writes for it. */
import { LinknetError } from "@linknet-kit/base";
import {
  type AttributeKinds,
  type Node,
  type OnnxFacet,
  type OnnxForm,
  type Op,
  isAbsent,
  mapOperands,
} from "@linknet-kit/core";

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

/** How an op stands in ONNX; an error where it does not. */
export function facetOf({ name, onnx }: Op): OnnxFacet<string, AttributeKinds> {
  if (isAbsent(onnx)) throw new NoOperatorError({ op: name, reason: onnx.absent });
  return onnx;
}

/** The node's attributes and constants in ONNX; an error where readers would differ about them. */
export function writeForm({ name, op, attributes, inputs }: Node): Partial<OnnxForm> {
  const types = mapOperands(inputs, ({ type }) => type);
  const onnx = facetOf(op);
  const form = onnx.write(attributes, types);
  const constant = onnx.disputed?.find((each) => form.constants?.[each] !== undefined);
  if (constant !== undefined) throw new DisputedFormError({ node: name, type: onnx.type, constant });
  return form;
}
