import { describe, expect, it } from "vitest";
import { exampleCount } from "../exampleResults.test.fixture.js";
import { plainText } from "../plainText.test.fixture.js";
import { compareOperations, compareSizes } from "./operationsComparison.js";

const at360 = { width: 640, height: 360 };
const at384 = { width: 640, height: 384 };
const linknet = exampleCount("linknet", at360);
const padded = exampleCount("linknet", at384, { gflops: { useful: 20.7, dense: 23.98, paper: 21.232 } });

/** What is said of the networks that are counted, in the paper's order. */
const sentences = (...counts: Parameters<typeof compareOperations>[0]) => compareOperations(counts).map(plainText);

describe("the published operations", () => {
  it("agree where a convention gives them, the nearest named first", () => {
    expect(sentences(exampleCount("segnet", at360))[0]).toBe(
      "SegNet: the published 286.0 GFLOPs agree at 640x360 with " +
        "paper (286.090, +0.03 %), useful (285.823, −0.06 %) and dense (285.823, −0.06 %).",
    );
  });

  it("are no longer said to agree once the computed figures move away", () => {
    const gflops = { useful: 300, dense: 300, paper: 301 };
    const [segnet] = sentences(exampleCount("segnet", at360, { gflops }));
    expect(segnet).toContain(
      "no convention gives the published 286.0 GFLOPs at 640x360; the nearest is useful (300.000",
    );
    expect(segnet).toContain("unexplained");
  });

  it("stay unexplained where none gives them", () => {
    expect(sentences(exampleCount("enet", at360))[0]).toBe(
      "ENet: no convention gives the published 3.8 GFLOPs at 640x360; the nearest is dense (3.959, +4.2 %). " +
        "They stay unexplained.",
    );
  });

  it("are explained where a convention would give them after all", () => {
    const gflops = { useful: 3.455, dense: 3.81, paper: 3.559 };
    expect(sentences(exampleCount("enet", at360, { gflops }))[0]).toBe(
      "ENet: the published 3.8 GFLOPs agree at 640x360 with dense (3.810, +0.26 %).",
    );
  });

  it("of LinkNet come out at the next multiple of 32, which is said to be an inference", () => {
    const sentence = sentences(linknet, padded)[0];
    expect(sentence).toContain(
      "the nearest is paper (20.251, −4.5 %). At 640x384 they agree with paper (21.232, +0.15 %).",
    );
    expect(sentence).toContain("an inference, not something they state");
  });

  it("of LinkNet are not explained by a size that was not counted, or that does not give them", () => {
    const other = exampleCount("linknet", at384, { gflops: { useful: 20.7, dense: 23.98, paper: 22 } });
    for (const sentence of [sentences(linknet)[0], sentences(linknet, other)[0]]) {
      expect(sentence).toContain("unexplained");
      expect(sentence).not.toContain("inference");
    }
  });

  it("are not compared with another number of classes, and not mentioned where nothing is counted", () => {
    expect(sentences(exampleCount("linknet", at360, { classes: 12 }))).toEqual([
      "LinkNet: counted with 12 classes, where the published network has 20: not compared.",
    ]);
  });

  it("are not compared at a size that was not counted", () => {
    expect(sentences(exampleCount("segnet", { width: 1280, height: 720 }))[0]).toBe(
      "SegNet: nothing was counted at 640x360 to compare the published 286.0 GFLOPs with.",
    );
  });
});

describe("parameters and sizes", () => {
  it("are said to round to the published figures when they do", () => {
    const [sentence] = compareSizes([linknet, exampleCount("enet", at360)]).map(plainText);
    expect(sentence).toContain("round to the published figures for ENet and LinkNet.");
  });

  it("are named with both figures when they do not", () => {
    const count = exampleCount("linknet", at360, { parameters: 11_600_000, weightMB: { fp32: 44.2, fp16: 22.1 } });
    const [sentence] = compareSizes([count]).map(plainText);
    expect(sentence).toContain("LinkNet has 11,600,000 parameters against 11.5 M published");
    expect(sentence).toContain("LinkNet's fp16 size is 22.100 MB against 22.0 MB published");
  });

  it("are not mentioned when nothing was counted", () => {
    expect(compareSizes([])).toEqual([]);
  });
});
