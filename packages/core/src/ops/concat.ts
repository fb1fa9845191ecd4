/** Tensors joined along one axis: https://onnx.ai/onnx/operators/onnx__Concat.html */
import { axisNumber } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { VALUE_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf, int } from "../onnxForm.js";
import { NO_COST, defineOp } from "../op.js";
import { type Tensor, elementCount, intTensor, zeros } from "../tensor.js";
import { cutApart } from "./movedGradient.js";

export const concatOp = defineOp({
  name: "concat",
  summary: "the inputs one after the other along `axis`",
  inputs: { "xs...": "T" },
  outputs: { y: "T" },
  types: { T: VALUE_TYPES },
  attributes: { axis: withDefault(axisNumber("xs"), 1) },
  axes: "kept",
  handsOn: ({ xs }) => (xs.length === 1 ? "xs" : undefined),
  inferTypes: ({ xs }, { axis }) => {
    const first = xs[0]!;
    const fits = xs.every(
      ({ shape }) =>
        shape.length === first.shape.length && shape.every((side, each) => each === axis || side === first.shape[each]),
    );
    if (!fits) {
      const shapes = xs.map(({ shape }) => shape.join("x")).join(", ");
      throw new InvalidNodeError({ problem: `shapes ${shapes} differ in more than axis ${axis}` });
    }
    const joined = xs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    return { y: { dtype: first.dtype, shape: first.shape.with(axis, joined) } };
  },
  countCost: () => NO_COST,
  evaluate: ({ xs }, { axis }, { y: { shape } }) => {
    const y = zeros(xs[0]!.dtype, shape) as Tensor;
    // All are runs of memory, and a result that is written in its order is faster than one that is passed over for each input.
    const outer = elementCount({ shape: shape.slice(0, axis) });
    let next = 0;
    for (let block = 0; block < outer; block += 1) {
      for (const x of xs) {
        const length = elementCount({ shape: x.shape.slice(axis) });
        (y.data as Float32Array).set((x.data as Float32Array).subarray(block * length, (block + 1) * length), next);
        next += length;
      }
    }
    return { y };
  },
  gradient: { xs: (g, { xs, dy }, { axis }) => cutApart(g, { xs, dy }, axis) },
  onnx: [
    {
      operator: "Concat",
      from: 4,
      attributes: ["axis"],
      write: ({ axis }) => ({ attributes: { axis: int(axis) } }),
      read: (form) => {
        const axis = attributeOf(form, "axis", "int");
        if (axis === undefined) throw new UnsupportedFormError({ operator: "Concat", problem: "has no axis" });
        return { axis };
      },
    },
  ],
  tfjs: {
    write: ({ axis }, { xs }) => ({
      op: "ConcatV2",
      attributes: { N: xs.length },
      constants: { axis: intTensor([], [axis]) },
    }),
  },
});

/** Joins along the channels. */
export const concat = defineLayer({
  name: "concat",
  summary: "its tensors one after the other along `axis`",
  attributes: concatOp.attributes,
  reads: ["xs..."],
  result: TENSOR,
  example: "concat()(a, b)",
  apply: (xs: readonly [SymbolicTensor, ...SymbolicTensor[]], given) => xs[0].builder.apply(concatOp, { xs }, given).y,
});
