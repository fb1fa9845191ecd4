/** conv of channels-last images: https://www.tensorflow.org/api_docs/python/tf/raw_ops/Conv2D */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { FLOAT_TYPES } from "../dtypes.js";
import type { TensorType } from "../tensor.js";
import { channelsFirstType, channelsLastType, defineChannelsLastOp } from "./channelsLast.js";
import { doesBoth, eitherStrideOrDilation, windowAttributes, writeWindowForTfjs } from "./channelsLastWindow.js";
import { convOp } from "./conv.js";
import { channelsFirstOrder, channelsLastOrder, filtersFirstOrder, reorder, reorderType } from "./reorder.js";

export const convChannelsLastOp = defineChannelsLastOp({
  name: "convChannelsLast",
  summary: "conv of images N x H x W x C, with a `weight` kernel x Cin x Cout and one group",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: windowAttributes,
  inferTypes: (inputs, attributes) => {
    const { y } = convOp.inferTypes(twinTypes(inputs), { ...attributes, groups: 1 });
    return { y: channelsLastType(y) };
  },
  countCost: (inputs, { y }, attributes) =>
    convOp.countCost(twinTypes(inputs), { y: channelsFirstType(y) }, { ...attributes, groups: 1 }),
  evaluate: ({ x, weight, bias }, attributes, { y }) => {
    const rank = x.shape.length;
    const inputs = {
      x: reorder(x, channelsFirstOrder(rank)),
      weight: reorder(weight, filtersFirstOrder(rank)),
      bias,
    };
    const results = convOp.evaluate(inputs, { ...attributes, groups: 1 }, { y: channelsFirstType(y) });
    return { y: reorder(results.y, channelsLastOrder(rank)) };
  },
  tfjs: {
    write: (given, { x, bias }) => {
      if (x.shape.length !== 4) return { absent: "Conv2D of tfjs is of images" };
      if (doesBoth(given)) return DECOMPOSED;
      const window = writeWindowForTfjs(given);
      if (bias === undefined) return { op: "Conv2D", attributes: window };
      return { op: "_FusedConv2D", attributes: { ...window, fused_ops: ["BiasAdd"], num_args: 1 } };
    },
  },
});

/** Conv2D of tfjs has either strides or dilations. */
export const convChannelsLastDecomposition = defineDecomposition(convChannelsLastOp, (operands, given, builder) =>
  eitherStrideOrDilation(operands, given, (inputs, window) => builder.apply(convChannelsLastOp, inputs, window).y),
);

interface Types {
  readonly x: TensorType;
  readonly weight: TensorType;
  readonly bias?: TensorType | undefined;
}

function twinTypes({ x, weight, bias }: Types): Types {
  return { x: channelsFirstType(x), weight: reorderType(weight, filtersFirstOrder(weight.shape.length)), bias };
}
