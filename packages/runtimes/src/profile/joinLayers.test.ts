import { type Graph, GraphBuilder, add, batchNorm, conv2d, float32, named, relu } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { joinLayers } from "./joinLayers.js";
import type { Kernel } from "./kernels.js";

/** Two convolutions with a batch norm each, the second added to the image and rectified. */
function residual(): Graph {
  const builder = new GraphBuilder("residual");
  const image = builder.input("image", float32(1, 4, 6, 8));
  const conv = conv2d({ filters: 4, kernel: 3, padding: 1, bias: false });
  const first = named("first", (x) => relu()(batchNorm()(conv(x))))(image);
  const second = named("second", (x) => batchNorm()(conv(x)))(first);
  return builder.build({ logits: relu()(add()(second, image)) });
}

const graph = residual();
const [conv1, norm1, relu1, conv2, norm2, sum, last] = graph.nodes.map(({ name }) => name);
const kernel = (node: string, op: string, tails?: Kernel["tails"]): Kernel => {
  return { node, op, medianMs: 1, ...(tails && { tails }) };
};

function layersOf(kernels: readonly Kernel[]) {
  const { groups, left } = joinLayers(graph, kernels);
  return {
    groups: groups.map(({ kind, nodes }) => (kind === "layers" ? nodes.map(({ name }) => name) : kind)),
    left: left.map(({ name }) => name),
  };
}

describe("Layers are those of", () => {
  test("a kernel each where nothing is fused", () => {
    const ops = ["Conv", "BatchNormalization", "Relu", "Conv", "BatchNormalization", "Add", "Relu"];
    const kernels = graph.nodes.map(({ name }, index) => kernel(name, ops[index]!));
    expect(layersOf(kernels)).toEqual({ groups: graph.nodes.map(({ name }) => [name]), left: [] });
  });

  test("a convolution that is named after what it took in, with what it says it adds and activates", () => {
    const kernels = [
      kernel(`${relu1}_nchwc`, "Conv", ["activation"]),
      kernel(`${norm2}_nchwc`, "Conv", ["add", "activation"]),
      kernel("ReorderOutput_token_7", "ReorderOutput"),
    ];
    expect(layersOf(kernels)).toEqual({
      groups: [[conv1, norm1, relu1], [conv2, norm2, sum, last], "inserted"],
      left: [],
    });
  });

  test("no kernel where none says that it computes them", () => {
    const kernels = [kernel(relu1!, "Conv", ["activation"]), kernel(norm2!, "Conv", ["add"])];
    expect(layersOf(kernels)).toEqual({
      groups: [
        [conv1, norm1, relu1],
        [conv2, norm2, sum],
      ],
      left: [last],
    });
  });

  test("several kernels that are named after parts of one, and a norm of which only a reshape is left", () => {
    const kernels = [
      kernel(norm1!, "FusedConv2D"),
      kernel(relu1!, "Relu"),
      kernel(`${conv2}/phases`, "FusedConv2D"),
      kernel(`${conv2}/swapped`, "Transpose"),
      kernel(norm2!, "Reshape"),
      kernel(sum!, "Add"),
      kernel(last!, "Relu"),
    ];
    expect(layersOf(kernels).groups).toEqual([[conv1, norm1], [relu1], [conv2, norm2], [sum], [last]]);
    expect(joinLayers(graph, kernels).groups[2]!.kernels.map(({ op }) => op)).toEqual([
      "FusedConv2D",
      "Transpose",
      "Reshape",
    ]);
  });
});

test("A kernel that is named after where several layers stand goes with the first of them", () => {
  expect(layersOf([kernel("second", "Split")]).groups).toEqual([[conv2]]);
});

test("A kernel of a name that is no layer's is not attributed, and keeps its time", () => {
  const { groups, left } = joinLayers(graph, [kernel("subgraph_0", "TRTKernel")]);
  expect(groups.map(({ kind, kernels }) => [kind, kernels[0]!.medianMs])).toEqual([["unattributed", 1]]);
  expect(left).toHaveLength(graph.nodes.length);
});
