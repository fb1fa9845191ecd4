/** What a segmentation network costs, as `linknet count --json` prints it and result files keep it. */
import { type CostSummary, type Graph, type GraphCost, summariseCost } from "@linknet-kit/core";

export interface NetworkSummary extends CostSummary {
  /** Channels of the first output where it is an image of scores, N x C x H x W; 0 where a network scores no pixels. */
  readonly classes: number;
}

/** `cost` is counted unless it is given. */
export function summariseNetwork(graph: Graph, cost?: GraphCost): NetworkSummary {
  const { network, size, ...rest } = summariseCost(graph, cost);
  const [, channels = 0, ...sides] = graph.outputs[0]?.type.shape ?? [];
  return { network, size, classes: sides.length === 2 ? channels : 0, ...rest };
}
