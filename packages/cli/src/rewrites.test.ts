/** What formats make of the networks is a graph after every step, of the same ends, and no weight was asked for. */
import {
  type Graph,
  checkGraph,
  decompose,
  foldIntoConvolutions,
  givenWeights,
  toFloat16,
  toFloat32,
} from "@linknet-kit/core";
import { buildNetwork, realTimeNetworks } from "@linknet-kit/models";
import { onnxTargets } from "@linknet-kit/onnx";
import { lowerForTfjs } from "@linknet-kit/tfjs/artifacts";
import { describe, expect, test } from "vitest";

/** An odd size leaves a rest in every pool. */
const size = { width: 75, height: 53 };
/** Asking for one is an error. */
const weights = givenWeights(new Map());

function namesOfEnds({ inputs, outputs }: Graph) {
  return [inputs, outputs].map((values) => values.map(({ name }) => name));
}

describe.each(realTimeNetworks.map(({ name }) => name))("%s", (network) => {
  const graph = buildNetwork(network, { size, width: 0.25 });

  test.each(onnxTargets.map(({ name }) => name))(
    "stays a graph through each rewrite for %s, folded, halved and decomposed before",
    (name) => {
      const { rewrites } = onnxTargets.find((target) => target.name === name)!;
      let model = { graph, weights };
      for (const rewrite of [foldIntoConvolutions, toFloat16(), decompose(() => true), ...rewrites, toFloat32]) {
        model = rewrite.run(model);
        expect(() => checkGraph(model.graph)).not.toThrow();
        expect(namesOfEnds(model.graph)).toEqual(namesOfEnds(graph));
      }
    },
  );

  test("is a graph as it is written for tfjs", () => {
    expect(() => checkGraph(lowerForTfjs({ graph, weights }).graph)).not.toThrow();
  });
});
