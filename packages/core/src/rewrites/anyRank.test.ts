/** Every rewrite on networks of lines, images and volumes: what it does not know it leaves, and what it rewrites computes the same. */
import { describe, expect, test } from "vitest";
import { GraphBuilder, type SymbolicTensor } from "../builder.js";
import { add, mul, prelu } from "../ops/index.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { convOp } from "../ops/conv.js";
import { convTransposeOp } from "../ops/convTranspose.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { maxUnpoolOp } from "../ops/maxUnpool.js";
import { type TensorType, float32 } from "../tensor.js";
import { type Model, givenWeights } from "../weights.js";
import { decompose } from "./decompose.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import * as rewrites from "./index.js";
import type { Rewrite } from "./rewrite.js";

const named = Object.values(rewrites).filter(
  (each): each is Rewrite => typeof each === "object" && each !== null && "run" in each,
);
/** It gives images in another order, which its own test takes apart. */
const all = named.filter((rewrite) => rewrite !== rewrites.channelsLast);

/** Convolutions in groups, with norms, products and sums that fold, a pool with padding, one that is undone, and an up-sampling. */
function networkAlong(...sides: readonly number[]): Model {
  const builder = new GraphBuilder("net");
  const weights = new Map<string, ReturnType<typeof waves>>();
  const parameter = (name: string, ...shape: readonly number[]) => {
    const { data, ...type } = waves(...shape);
    // Variances are not negative.
    weights.set(name, {
      ...type,
      data: data.map((value) => (name.endsWith("variance") ? value * value + 0.5 : value)),
    });
    return builder.parameter(name, { type: type satisfies TensorType, initial: { kind: "given" } });
  };
  const ofSides = (value: number): readonly number[] => sides.map(() => value);
  const ones = ofSides(1);
  const normed = (x: SymbolicTensor, name: string): SymbolicTensor => {
    const statistics = Object.fromEntries(
      ["scale", "bias", "mean", "variance"].map((each) => [each, parameter(`${name}/${each}`, x.type.shape[1]!)]),
    ) as Record<"scale" | "bias" | "mean" | "variance", SymbolicTensor>;
    return builder.apply(batchNormOp, { x, ...statistics }, {}).y;
  };
  const image = builder.input("x", float32(2, 4, ...sides));
  const weight = parameter("weight", 6, 2, ...ofSides(3));
  const convolved = builder.apply(convOp, { x: image, weight }, { groups: 2, padding: 1 }).y;
  const scaled = mul()(normed(convolved, "norm"), parameter("factor", 6, ...ones));
  const shifted = add()(scaled, parameter("offset", 1, 6, ...ones));
  const padded = builder.apply(maxPoolOp, { x: prelu()(shifted) }, { kernel: 3, stride: 1, padding: 1 }).y;
  weights.set("prelu/slope", waves(6, ...ones));
  const pooled = builder.apply(maxPoolOp, { x: padded }, { kernel: 2, stride: 2 });
  const size = sides;
  const back = builder.apply(maxUnpoolOp, { x: pooled.y, indices: pooled.indices }, { kernel: 2, stride: 2, size }).y;
  const grown = builder.apply(
    convTransposeOp,
    { x: back, weight: parameter("grow", 6, 3, ...ofSides(2)), bias: parameter("grow/bias", 3) },
    { stride: 2, padding: 1, outputPadding: 1 },
  ).y;
  return { graph: builder.build({ y: normed(grown, "last") }), weights: givenWeights(weights) };
}

describe.each([[[7]], [[6, 5]], [[4, 3, 5]]])("of %j", (sides) => {
  const model = networkAlong(...sides);
  const inputs = { x: waves(2, 4, ...sides) };

  test.each(all)("$name", (rewrite) => {
    const changed = rewritten(model, rewrite);
    expect(differences(model, changed, inputs)).toEqual([]);
  });

  test("all of them in turn, norms folded and groups split on the way", () => {
    const { foldIntoConvolutions, splitBatchNorm, linesAsImages, evenUnpool, unpoolByMasks, removeUnread } = rewrites;
    const { splitGroups, convTransposeByPhases, padPools } = rewrites;
    const changed = rewritten(
      model,
      decompose(() => true),
      foldIntoConvolutions,
      splitBatchNorm,
      linesAsImages,
      evenUnpool,
      unpoolByMasks,
      removeUnread,
      splitGroups,
      convTransposeByPhases,
      padPools,
    );
    expect(opsOf(changed.graph)).not.toContain("batchNorm");
    expect(opsOf(changed.graph).includes("maxUnpool")).toBe(sides.length === 3);
    expect(differences(model, changed, inputs)).toEqual([]);
  });
});
