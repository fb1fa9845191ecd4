/** averagePool of channels-last images: https://www.tensorflow.org/api_docs/python/tf/raw_ops/AvgPool */
import { FLOAT_TYPES } from "../dtypes.js";
import { elementCount } from "../tensor.js";
import { averagePoolOp } from "./averagePool.js";
import { channelsFirstType, channelsLastType, defineChannelsLastOp } from "./channelsLast.js";
import { elementwiseCost } from "./elementwise.js";
import { channelsFirstOrder, channelsLastOrder, reorder } from "./reorder.js";

export const averagePoolChannelsLastOp = defineChannelsLastOp({
  name: "averagePoolChannelsLast",
  summary: "the mean of each window of images N x H x W x C",
  inputs: { x: "T" },
  outputs: { y: "T" },
  types: { T: FLOAT_TYPES },
  attributes: averagePoolOp.attributes,
  inferTypes: ({ x }, pooling) => ({
    y: channelsLastType(averagePoolOp.inferTypes({ x: channelsFirstType(x) }, pooling).y),
  }),
  countCost: (_, { y }, { kernel }) => elementwiseCost(elementCount(y) * elementCount({ shape: kernel })),
  evaluate: ({ x }, pooling) => {
    const image = reorder(x, channelsFirstOrder(x.shape.length));
    const { y } = averagePoolOp.evaluate({ x: image }, pooling, averagePoolOp.inferTypes({ x: image }, pooling));
    return { y: reorder(y, channelsLastOrder(x.shape.length)) };
  },
  tfjs: {
    write: ({ kernel, stride, padding: { begin, end }, dilation }, { x }) => {
      if (x.shape.length !== 4) return { absent: "AvgPool of tfjs is of images" };
      if ([...begin, ...end].some((side) => side > 0) || dilation.some((step) => step > 1)) {
        return { absent: "AvgPool of tfjs counts no padding and has no dilation" };
      }
      const attributes = {
        ksize: [1, ...kernel, 1],
        strides: [1, ...stride, 1],
        padding: "VALID",
        data_format: "NHWC",
      };
      return { op: "AvgPool", attributes };
    },
  },
});
