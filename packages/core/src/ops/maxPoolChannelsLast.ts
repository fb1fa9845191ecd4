/** maxPool of channels-last images, without indices: https://www.tensorflow.org/api_docs/python/tf/raw_ops/MaxPool */
import { withDefault } from "../attributes.js";
import { perSpatialAxis, spatialPadding } from "../spatialAttributes.js";
import { FLOAT_TYPES } from "../dtypes.js";
import { elementCount } from "../tensor.js";
import { channelsFirstType, channelsLastType, defineChannelsLastOp } from "./channelsLast.js";
import { elementwiseCost } from "./elementwise.js";
import { maxPoolOp } from "./maxPool.js";
import { channelsFirstOrder, channelsLastOrder, reorder } from "./reorder.js";

export const maxPoolChannelsLastOp = defineChannelsLastOp({
  name: "maxPoolChannelsLast",
  summary: "the largest value of each window of images N x H x W x C",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: {
    kernel: perSpatialAxis("x", 1),
    stride: withDefault(perSpatialAxis("x", 1), 1),
    padding: withDefault(spatialPadding("x"), 0),
    dilation: withDefault(perSpatialAxis("x", 1), 1),
  },
  inferTypes: ({ x }, window) => ({
    y: channelsLastType(maxPoolOp.inferTypes({ x: channelsFirstType(x) }, window).y),
  }),
  countCost: (_, { y }, { kernel }) => elementwiseCost(elementCount(y) * elementCount({ shape: kernel })),
  evaluate: ({ x }, window) => {
    const image = reorder(x, channelsFirstOrder(x.shape.length));
    const types = maxPoolOp.inferTypes({ x: image }, window);
    const { y } = maxPoolOp.evaluate({ x: image }, window, types, new Set(["y"]));
    return { y: reorder(y!, channelsLastOrder(x.shape.length)) };
  },
  tfjs: {
    write: ({ kernel, stride, padding: sides, dilation }, { x }) => {
      if (x.shape.length !== 4) return { absent: "MaxPool of tfjs is of images" };
      if (dilation.some((step) => step > 1)) return { absent: "MaxPool of tfjs has no dilation" };
      if ([...sides.begin, ...sides.end].some((side) => side > 0)) return { absent: "padPools pads before the pool" };
      const attributes = {
        ksize: [1, ...kernel, 1],
        strides: [1, ...stride, 1],
        padding: "VALID",
        data_format: "NHWC",
      };
      return { op: "MaxPool", attributes };
    },
  },
});
