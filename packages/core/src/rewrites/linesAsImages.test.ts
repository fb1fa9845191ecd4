import { describe, expect, test } from "vitest";
import { GraphBuilder } from "../builder.js";
import { caseModels } from "../cases.js";
import { inputValues } from "../graph.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { maxUnpoolOp } from "../ops/maxUnpool.js";
import { convOp } from "../ops/conv.js";
import { float32 } from "../tensor.js";
import { givenWeights } from "../weights.js";
import { differences, opsOf, rewritten, waves } from "./equivalence.test.fixture.js";
import { evenUnpool } from "./evenUnpool.js";
import { linesAsImages } from "./linesAsImages.js";
import { removeUnread } from "./removeUnread.js";
import { unpoolByMasks } from "./unpoolByMasks.js";

const slides = new Set(["conv", "convTranspose", "maxPool", "maxUnpool"]);
const cases = caseModels.filter(({ op }) => slides.has(op.name));
const isOfLines = ({ inputs }: (typeof cases)[number]): boolean => inputs["x"]!.shape.length === 3;

test("There is a case along lines of every op that slides", () => {
  expect(new Set(cases.filter(isOfLines).map(({ op }) => op.name))).toEqual(slides);
});

test.each(cases.filter(isOfLines))("$name computes the same over images of one row", ({ model, inputs }) => {
  const changed = rewritten(model, linesAsImages);
  const ranks = changed.graph.nodes
    .filter(({ op }) => slides.has(op.name))
    .map((node) => inputValues(node)[0]!.type.shape.length);
  expect(ranks).toEqual([4]);
  expect(differences(model, changed, inputs)).toEqual([]);
});

test("Images and volumes stay", () => {
  for (const { model } of cases.filter((each) => !isOfLines(each))) expect(linesAsImages.run(model)).toBe(model);
});

describe("A chain along lines", () => {
  const builder = new GraphBuilder("net");
  const x = builder.input("x", float32(2, 3, 11));
  const weight = builder.parameter("weight", { type: float32(3, 3, 3), initial: { kind: "given" } });
  const convolved = builder.apply(convOp, { x, weight }, { padding: 1 }).y;
  const { y, indices } = builder.apply(maxPoolOp, { x: convolved }, { kernel: 2, stride: 2 });
  const back = builder.apply(maxUnpoolOp, { x: y, indices }, { kernel: 2, stride: 2, size: 11 }).y;
  const model = { graph: builder.build({ back }), weights: givenWeights(new Map([["weight", waves(3, 3, 3)]])) };

  test("takes another shape at its ends alone", () => {
    const changed = rewritten(model, linesAsImages);
    expect(opsOf(changed.graph)).toEqual(["reshape", "conv", "maxPool", "maxUnpool", "reshape"]);
    expect(differences(model, changed, { x: waves(2, 3, 11) })).toEqual([]);
  });

  test("is then unpooled as images are", () => {
    const changed = rewritten(model, linesAsImages, evenUnpool, unpoolByMasks, removeUnread);
    expect(opsOf(changed.graph)).not.toContain("maxUnpool");
    expect(differences(model, changed, { x: waves(2, 3, 11) })).toEqual([]);
  });
});
