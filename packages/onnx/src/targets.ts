/** What ONNX files are written for, one row each; what writes them is apart from it. */
import { findByName } from "@linknet-kit/base";
import {
  type Graph,
  type LabelTarget,
  type Rewrite,
  argMaxBeforeInterleave,
  argMaxByComparisons,
  argMaxChannelsLast,
  argMaxOfLogits,
  decompose,
  evenUnpool,
  removeDropout,
  removeUnread,
  rewriteGraph,
  unpoolByMasks,
} from "@linknet-kit/core";
import { type TargetLimits, canTake } from "./targetLimits.js";
import { TENSORRT_8_2 } from "./tensorrt.js";

export interface OnnxTarget {
  readonly name: string;
  readonly summary: string;
  /** Applied in turn, they make a model that can be written node for node. */
  readonly rewrites: readonly Rewrite[];
  readonly defaultOpset: number;
  readonly labels: LabelTarget;
  /** What it reads, where that is less than can be written. */
  readonly limits?: TargetLimits;
}

export const onnxTargets: readonly OnnxTarget[] = [
  {
    name: "onnxruntime",
    summary: "ONNX Runtime 1.12 and later, and every reader that keeps to the standard",
    rewrites: [removeDropout, evenUnpool, removeUnread],
    defaultOpset: 17,
    labels: { narrowest: "uint8", rewrites: [argMaxOfLogits, argMaxChannelsLast] },
  },
  {
    name: "onnxruntime-web",
    summary: "ONNX Runtime on WebAssembly, which has other kernels: labels are found otherwise",
    rewrites: [removeDropout, evenUnpool, removeUnread],
    defaultOpset: 17,
    labels: { narrowest: "uint8", rewrites: [argMaxOfLogits, argMaxBeforeInterleave, argMaxByComparisons] },
  },
  {
    name: "tensorrt-8.2",
    summary: "TensorRT 8.2, of JetPack 4.6.1 and later: the last for the Jetson TX1",
    rewrites: [removeDropout, evenUnpool, unpoolByMasks, removeUnread],
    defaultOpset: 13,
    // It gives no bytes.
    labels: { narrowest: "int32", rewrites: [argMaxOfLogits] },
    limits: TENSORRT_8_2,
  },
];

/** The target of that name; an `UnknownNameError` where there is none. */
export function findTarget(name: string): OnnxTarget {
  return findByName("target", name, onnxTargets);
}

/** The rewrites after which a model can be written in an opset for a target, if it can at all. */
export function rewritesFor({ rewrites, limits }: OnnxTarget, opset: number): readonly Rewrite[] {
  return [decompose((node) => !canTake(node, { opset, limits })), ...rewrites];
}

/** The graph as it is written for a target, in its opset unless another is given. */
export function lowerGraph(graph: Graph, name: string, opset?: number): Graph {
  const target = findTarget(name);
  return rewriteGraph(graph, rewritesFor(target, opset ?? target.defaultOpset));
}
