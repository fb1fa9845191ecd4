/** The cost of a graph in the units and under the names that `count --json` and result files promise; what its output means is not of it. */
import type { Flops } from "./conventions/index.js";
import { type GraphCost, type NodeCost, countCost } from "./cost.js";
import type { Graph } from "./graph.js";
import type { Size } from "./network.js";
import { type Shape, elementCount } from "./tensor.js";
import { trafficBytes } from "./traffic.js";

const MEBIBYTE = 2 ** 20;
const GIGA = 1e9;

export interface CostSummary {
  readonly network: string;
  /** Size of the image, in pixels. */
  readonly size: Size;
  readonly batch: number;
  /** Trainable elements; running statistics are counted apart. */
  readonly parameters: number;
  readonly statistics: number;
  /** Multiply-accumulates under `useful`. */
  readonly macs: number;
  /** FLOPs in 1e9, one multiply-accumulate counted as two. */
  readonly gflops: Flops;
  /** Size of the trainable parameters, in 2^20 bytes. */
  readonly weightMB: { readonly fp32: number; readonly fp16: number };
  /** The most bytes of activations alive at once, in 2^20 bytes of the types that they have. */
  readonly activationPeakMB: number;
  /** Bytes of all activations together, in 2^20 bytes of the types that they have. */
  readonly activationMB: number;
  /** What a pass moves through memory layer by layer at the least, weights included, in 2^20 bytes. */
  readonly trafficMB: number;
}

export interface LayerSummary
  extends Pick<NodeCost, "name" | "op" | "outputShape" | "parameters" | "macs" | "scalarOps" | "bytes"> {
  /** Share of the network's multiply-accumulates, from 0 to 1; 0 where the network has none. */
  readonly macsShare: number;
}

/** The size is read off the graph: its first input that has elements is the image. */
export function summariseCost(graph: Graph, cost: GraphCost = countCost(graph)): CostSummary {
  const [batch = 1] = shapeOfImage(graph);
  const { parameters, statistics, macs, flops } = cost;
  return {
    network: graph.name,
    size: imageSizeOf(graph),
    batch,
    parameters,
    statistics,
    macs,
    gflops: { useful: flops.useful / GIGA, dense: flops.dense / GIGA, paper: flops.paper / GIGA },
    weightMB: { fp32: (4 * parameters) / MEBIBYTE, fp16: (2 * parameters) / MEBIBYTE },
    activationPeakMB: cost.activationPeakBytes / MEBIBYTE,
    activationMB: cost.activationBytes / MEBIBYTE,
    trafficMB: trafficBytes(graph, cost) / MEBIBYTE,
  };
}

/** Width and height of the image, in pixels; both 0 where it is no N x C x H x W image. */
export function imageSizeOf(graph: Graph): Size {
  const [, , height = 0, width = 0, ...more] = shapeOfImage(graph);
  return width > 0 && more.length === 0 ? { width, height } : { width: 0, height: 0 };
}

function shapeOfImage({ inputs }: Graph): Shape {
  const image = inputs.find(({ type }) => elementCount(type) > 0) ?? inputs[0];
  return image?.type.shape ?? [];
}

export function summariseLayers({ layers, macs: all }: GraphCost): readonly LayerSummary[] {
  return layers.map(({ name, op, outputShape, parameters, macs, scalarOps, bytes }) => ({
    name,
    op,
    outputShape,
    parameters,
    macs,
    scalarOps,
    bytes,
    macsShare: all === 0 ? 0 : macs / all,
  }));
}
