import { LinknetError } from "@linknet-kit/base";
import * as fc from "fast-check";
import { caseModels } from "../cases.js";
import { describe, expect, test } from "vitest";
import { type Layer, buildGraph } from "../builder.js";
import { evaluate } from "../evaluate.js";
import { opModel } from "../opModel.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { convolutionsOver, smallIntegers } from "../ops/convolution.test.fixture.js";
import { convTranspose2d } from "../ops/index.js";
import { printGraph } from "../print.js";
import { float32, floats } from "../tensor.js";
import { scrambledWeights } from "../weights.js";
import { convTransposeByPhases } from "./convTransposeByPhases.js";
import { differences, opsOf, waves, rewritten } from "./equivalence.test.fixture.js";

function modelOf(layer: Layer) {
  const graph = buildGraph("upsampling", { name: "x", type: float32(1, 3, 4, 5) }, layer, "y");
  return { graph, weights: scrambledWeights(graph, 7) };
}

/** The ops and the shape of the convolution's weight. */
function changedForm(layer: Layer): readonly string[] {
  const model = modelOf(layer);
  const changed = rewritten(model, convTransposeByPhases);
  expect(differences(model, changed, { x: waves(1, 3, 4, 5) })).toEqual([]);
  const weight = changed.graph.parameters.find(({ type }) => type.shape.length === 4);
  return [...opsOf(changed.graph), weight!.type.shape.join("x")];
}

describe("The transposed convolutions of LinkNet and ENet", () => {
  test("3x3 with stride 2 to an even size is a 2x2 convolution to four phases", () => {
    const layer = convTranspose2d({ filters: 2, kernel: 3, stride: 2, padding: 1, outputPadding: 1 });
    expect(changedForm(layer)).toEqual(["conv", "depthToSpace", "8x3x2x2"]);
  });

  test("3x3 with stride 2 to an odd size is cut at the end", () => {
    const layer = convTranspose2d({ filters: 2, kernel: 3, stride: 2, padding: 1 });
    expect(changedForm(layer)).toEqual(["conv", "depthToSpace", "slice", "8x3x2x2"]);
  });

  test("2x2 with stride 2 is a 1x1 convolution", () => {
    expect(changedForm(convTranspose2d({ filters: 2, kernel: 2, stride: 2 }))).toEqual([
      "conv",
      "depthToSpace",
      "8x3x1x1",
    ]);
  });

  test("3x3 with stride 1 is a convolution with the kernel turned round", () => {
    expect(changedForm(convTranspose2d({ filters: 2, kernel: 3, padding: 1 }))).toEqual(["conv", "2x3x3x3"]);
  });
});

test("A phase that no tap reaches is the bias alone", () => {
  expect(changedForm(convTranspose2d({ filters: 1, kernel: 1, stride: 2, outputPadding: 1 }))).toEqual([
    "conv",
    "depthToSpace",
    "4x3x1x1",
  ]);
});

test("Groups are for another pass", () => {
  const model = modelOf(convTranspose2d({ filters: 3, kernel: 2, groups: 3 }));
  expect(printGraph(rewritten(model, convTransposeByPhases).graph)).toBe(printGraph(model.graph));
});

test("Lines and volumes stay", () => {
  for (const { model } of caseModels.filter(
    ({ op, inputs }) => op === convTransposeOp && inputs["x"]!.shape.length !== 4,
  )) {
    expect(convTransposeByPhases.run(model)).toBe(model);
  }
});

test("Any geometry: it computes the same, to the last bit on whole numbers", () => {
  const cases = fc.tuple(convolutionsOver(2), fc.tuple(fc.nat(5), fc.nat(5)));
  let compared = 0;
  fc.assert(
    fc.property(cases, ([{ x, weight, attributes }, added]) => {
      const { stride, padding, dilation } = attributes;
      const outputPadding = stride.map((step, axis) => added[axis]! % Math.max(step, dilation[axis]!));
      const [, , ...kernel] = weight.shape;
      const channels = x.shape[1]!;
      const tensors = { x, weight: smallIntegers(5, channels, 2, ...kernel), bias: smallIntegers(6, 2) };
      const given = { stride, padding, dilation, outputPadding };
      try {
        const { model, inputs } = opModel(convTransposeOp, tensors, given);
        const changed = rewritten(model, convTransposeByPhases);
        expect(opsOf(changed.graph)).not.toContain("convTranspose");
        expect([...floats(evaluate(changed, inputs)["y"]!)]).toEqual([...floats(evaluate(model, inputs)["y"]!)]);
        compared += 1;
      } catch (error) {
        // The padding may crop everything.
        if (!(error instanceof LinknetError && error.message.includes("crops the whole output"))) throw error;
      }
    }),
    { numRuns: 200 },
  );
  expect(compared).toBeGreaterThan(100);
});
