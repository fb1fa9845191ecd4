/** Reductions as ONNX writes them: their axes are an attribute first, and an input since an opset of each operator's own. */
import type { Canonical, Given } from "../attributes.js";
import type { DType } from "../dtypes.js";
import { type OnnxForm, type OnnxNode, UnsupportedFormError, attributeOf, constantOf, int, ints } from "../onnxForm.js";
import { type TensorType, intTensor } from "../tensor.js";
import type { ReductionAttributes } from "./reduction.js";

/** An operator of ONNX that reduces. */
export interface ReducingOperator {
  readonly operator: string;
  /** The opset that made the axes an input. */
  readonly axesAreInputSince: 13 | 18;
  /** Whether x stays as it is where no axis is reduced; what else would be done to each element is not said the same everywhere. */
  readonly isPlain: boolean;
  /** The opset that admitted types beside those of all opsets, where one did. */
  readonly wider?: { readonly since: number; readonly types: readonly DType[] };
}

type Form = OnnxForm<"x", ReductionAttributes>;

/** The forms of a reduction, the latest first. */
export function reductionForms(reducing: ReducingOperator): readonly Form[] {
  const { axesAreInputSince, wider } = reducing;
  const withInput: Form = {
    operator: reducing.operator,
    from: axesAreInputSince,
    constants: ["axes?"],
    attributes: ["keepdims", "noop_with_empty_axes"],
    write: ({ axes, keepDims }) => {
      const keepdims = int(keepDims ? 1 : 0);
      if (axes.length === 0) return { attributes: { keepdims, noop_with_empty_axes: int(1) } };
      return { attributes: { keepdims }, constants: { axes: intTensor([axes.length], axes) } };
    },
    read: (node, { x }) => {
      const isNone = (attributeOf(node, "noop_with_empty_axes", "int") ?? 0) !== 0;
      return read(reducing, node, { named: constantOf(node, "axes"), unsaid: isNone ? [] : axesOf(x) });
    },
  };
  const withAttribute: Form = {
    operator: reducing.operator,
    from: 1,
    until: axesAreInputSince - 1,
    attributes: ["axes", "keepdims"],
    write: writeAttribute,
    read: (node, { x }) => read(reducing, node, { named: attributeOf(node, "axes", "ints"), unsaid: axesOf(x) }),
  };
  if (wider === undefined) return [withInput, withAttribute];
  const narrow: Form = {
    ...withAttribute,
    until: wider.since - 1,
    write: (attributes, { x }) =>
      wider.types.includes(x.dtype)
        ? { absent: `before opset ${wider.since} it takes no ${x.dtype}` }
        : writeAttribute(attributes),
  };
  return [withInput, { ...withAttribute, from: wider.since }, narrow];
}

function writeAttribute({ axes, keepDims }: Canonical<ReductionAttributes>) {
  return axes.length === 0
    ? { absent: "there no axes stand for all of them" }
    : { attributes: { axes: ints(...axes), keepdims: int(keepDims ? 1 : 0) } };
}

function axesOf({ shape }: TensorType): readonly number[] {
  return [...shape.keys()];
}

interface NamedAxes {
  readonly named: readonly number[] | undefined;
  /** The axes where none are named. */
  readonly unsaid: readonly number[];
}

function read(
  { operator, isPlain }: ReducingOperator,
  node: OnnxNode,
  { named, unsaid }: NamedAxes,
): Given<ReductionAttributes> {
  const keepDims = (attributeOf(node, "keepdims", "int") ?? 1) !== 0;
  const axes = named === undefined || named.length === 0 ? unsaid : named;
  if (axes.length > 0 || isPlain) return { axes, keepDims };
  throw new UnsupportedFormError({
    operator,
    problem: "is over no axis, which means different things to different readers of ONNX",
  });
}
