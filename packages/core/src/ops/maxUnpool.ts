/** Puts pooled values back where they stood, zeros elsewhere: https://onnx.ai/onnx/operators/onnx__MaxUnpool.html */
import { pair, perSpatialAxis } from "../spatialAttributes.js";
import type { SymbolicTensor } from "../builder.js";
import { TENSOR, defineLayer } from "../defineLayer.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { UnsupportedFormError, attributeOf, constantOf, ints } from "../onnxForm.js";
import { defineOp } from "../op.js";
import { elementCount, floats, intTensor, integers, rank4, sameShape, spatialOf, floatsLike } from "../tensor.js";
import { elementwiseCost } from "./elementwise.js";
import { impliedSize } from "./window.js";
import { readUnpaddedWindow } from "./windowForm.js";

export const maxUnpoolOp = defineOp({
  name: "maxUnpool",
  summary: "x at `indices`, which count over all elements of the result; `size` is its spatial axes",
  inputs: { x: "T", indices: "int64" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: { kernel: perSpatialAxis("x", 1), stride: perSpatialAxis("x", 1), size: perSpatialAxis("x", 1) },
  axes: "images",
  inferTypes: ({ x, indices }, { size }) => {
    if (!sameShape(x.shape, indices.shape)) {
      throw new InvalidNodeError({ problem: `indices ${indices.shape.join("x")} do not fit x ${x.shape.join("x")}` });
    }
    const { batch, channels } = spatialOf(x);
    return { y: { dtype: x.dtype, shape: [batch, channels, ...size] } };
  },
  countCost: (_, { y }) => elementwiseCost(elementCount(y)),
  evaluate: ({ x, indices }, _, { y: { shape } }) => {
    const [values, positions] = [floats(x), integers(indices)];
    const y = floatsLike(x, shape);
    for (let index = 0; index < values.length; index += 1) y.data[Number(positions[index]!)] = values[index]!;
    return { y };
  },
  gradient: { x: (g, { indices, dy }) => g.gather(g.reshape(dy, [elementCount(dy.type)]), indices, 0) },
  onnx: [
    {
      operator: "MaxUnpool",
      from: 9,
      constants: ["output_shape?"],
      disputed: ["output_shape"],
      attributes: ["kernel_shape", "strides", "pads"],
      write: ({ kernel, stride, size }, { x }) => {
        const { batch, channels, sides } = spatialOf(x);
        const isImplied = sameShape(size, impliedSize(sides, kernel, stride));
        const output_shape = isImplied ? undefined : intTensor([x.shape.length], [batch, channels, ...size]);
        return { attributes: { kernel_shape: ints(...kernel), strides: ints(...stride) }, constants: { output_shape } };
      },
      read: (form, { x }) => {
        const { batch, channels, sides } = spatialOf(x);
        const { kernel, stride } = readUnpaddedWindow(form, "MaxUnpool", sides.length);
        if (attributeOf(form, "pads", "ints")?.some((pad) => pad !== 0) === true) {
          throw new UnsupportedFormError({ operator: "MaxUnpool", problem: "has padding" });
        }
        const shape = constantOf(form, "output_shape");
        if (shape === undefined) return { kernel, stride, size: impliedSize(sides, kernel, stride) };
        const size = shape.slice(2);
        if (size.length !== sides.length || shape[0] !== batch || shape[1] !== channels) {
          const problem = `has an output_shape ${shape.join("x")} that is not ${batch}x${channels} and a size`;
          throw new UnsupportedFormError({ operator: "MaxUnpool", problem });
        }
        return { kernel, stride, size };
      },
    },
  ],
  tfjs: { absent: "unpoolByMasks takes it apart where it mirrors its pool, of images or lines" },
});

export const maxUnpool2d = defineLayer({
  name: "maxUnpool2d",
  summary: "x at the `indices` of a pool with these windows; `size` is the height and width that the pool was given",
  attributes: { kernel: pair(1), stride: pair(1), size: pair(1) },
  reads: ["x", "indices"],
  result: TENSOR,
  example: "maxUnpool2d({ kernel: 2, stride: 2, size: [16, 16] })(y, indices)",
  apply: ([x, indices]: readonly [x: SymbolicTensor, indices: SymbolicTensor], given) => {
    rank4(x.type);
    return x.builder.apply(maxUnpoolOp, { x, indices }, given, "maxUnpool2d").y;
  },
});
