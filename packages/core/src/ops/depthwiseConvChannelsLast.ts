/** conv with a group for each channel, of channels-last images: https://www.tensorflow.org/api_docs/python/tf/nn/depthwise_conv2d */
import { DECOMPOSED } from "../absent.js";
import { defineDecomposition } from "../decomposition.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { InvalidNodeError } from "../errors.js";
import { type TensorType, elementCount } from "../tensor.js";
import { channelsFirstType, channelsLastType, defineChannelsLastOp } from "./channelsLast.js";
import { convOp } from "./conv.js";
import { doesBoth, eitherStrideOrDilation, windowAttributes, writeWindowForTfjs } from "./channelsLastWindow.js";
import { DEPTHWISE_LAST, channelsFirstOrder, channelsLastOrder, reorder } from "./reorder.js";

export const depthwiseConvChannelsLastOp = defineChannelsLastOp({
  name: "depthwiseConvChannelsLast",
  summary:
    "conv of images N x H x W x C with a group for each channel, and a `weight` kernel x C x filters of each channel",
  inputs: { x: "T", weight: "T", "bias?": "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: windowAttributes,
  inferTypes: (inputs, attributes) => {
    const { y } = convOp.inferTypes(twinTypes(inputs), { ...attributes, groups: channelsOf(inputs.x) });
    return { y: channelsLastType(y) };
  },
  countCost: (inputs, { y }, attributes) =>
    convOp.countCost(twinTypes(inputs), { y: channelsFirstType(y) }, { ...attributes, groups: channelsOf(inputs.x) }),
  evaluate: ({ x, weight, bias }, attributes, { y }) => {
    const rank = x.shape.length;
    const filters = reorder(weight, DEPTHWISE_LAST);
    const twin = {
      x: reorder(x, channelsFirstOrder(rank)),
      weight: { ...filters, shape: oneChannelOf(filters) },
      bias,
    };
    const results = convOp.evaluate(twin, { ...attributes, groups: channelsOf(x) }, { y: channelsFirstType(y) });
    return { y: reorder(results.y, channelsLastOrder(rank)) };
  },
  tfjs: {
    write: (given, { bias }) => {
      if (doesBoth(given)) return DECOMPOSED;
      const window = writeWindowForTfjs(given);
      if (bias === undefined) return { op: "DepthwiseConv2dNative", attributes: window };
      return { op: "FusedDepthwiseConv2dNative", attributes: { ...window, fused_ops: ["BiasAdd"], num_args: 1 } };
    },
  },
});

/** DepthwiseConv2dNative of tfjs has either strides or dilations. */
export const depthwiseConvChannelsLastDecomposition = defineDecomposition(
  depthwiseConvChannelsLastOp,
  (operands, given, builder) =>
    eitherStrideOrDilation(operands, given, (inputs, window) => {
      return builder.apply(depthwiseConvChannelsLastOp, inputs, window).y;
    }),
);

interface Types {
  readonly x: TensorType;
  readonly weight: TensorType;
  readonly bias?: TensorType | undefined;
}

function twinTypes({ x, weight, bias }: Types): Types {
  const [rows, columns, channels, filters, ...more] = weight.shape;
  if (filters === undefined || more.length > 0 || x.shape.length !== 4 || channels !== channelsOf(x)) {
    const problem = `a weight of ${weight.shape.join("x")} has no filters for each channel of ${x.shape.join("x")}`;
    throw new InvalidNodeError({ problem });
  }
  const shape = oneChannelOf({ shape: [channels, filters, rows!, columns!] });
  return { x: channelsFirstType(x), weight: { ...weight, shape }, bias };
}

/** C x M x kh x kw as (C M) x 1 x kh x kw. */
function oneChannelOf({ shape: [channels, filters, ...kernel] }: Pick<TensorType, "shape">): readonly number[] {
  return [elementCount({ shape: [channels!, filters!] }), 1, ...kernel];
}

function channelsOf({ shape }: TensorType): number {
  return shape.at(-1)!;
}
