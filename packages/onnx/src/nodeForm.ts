/** What the op of a node writes for it. */
import { LinknetError, type Node, type OnnxForm, mapOperands } from "@linknet-kit/core";

/** A form that readers of ONNX understand differently, so that no file may rely on it. */
export class DisputedFormError extends LinknetError {
  readonly code = "DISPUTED_FORM";

  constructor(data: { readonly node: string; readonly type: string; readonly constant: string }) {
    super(
      `node "${data.node}": ${data.type} with this ${data.constant} means different things to different readers of ONNX`,
    );
  }
}

/** The node's attributes and constants in ONNX; an error where readers would differ about them. */
export function writeForm({ name, op, attributes, inputs }: Node): Partial<OnnxForm> {
  const types = mapOperands(inputs, ({ type }) => type);
  const form = op.onnx.write(attributes, types);
  const constant = op.onnx.disputed?.find((each) => form.constants?.[each] !== undefined);
  if (constant !== undefined) throw new DisputedFormError({ node: name, type: op.onnx.type, constant });
  return form;
}
