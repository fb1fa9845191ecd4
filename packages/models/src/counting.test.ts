/** The figures of the paper's Table III under each convention, and how close they come to the published ones. */
import { countCost } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { buildNetwork } from "./networks.js";

const count = (name: string, width: number, height: number) =>
  countCost(buildNetwork(name, { size: { width, height }, classes: 20 }));
const giga = (operations: number): string => (operations / 1e9).toFixed(3);
/** Megabytes of 2^20 at two bytes a parameter. */
const halfPrecisionMB = (parameters: number): number => (2 * parameters) / 2 ** 20;

describe("LinkNet", () => {
  test("at 640x360: parameters, fp16 size, multiply-accumulates and GFLOPs of each convention", () => {
    const { parameters, macs, flops } = count("linknet", 640, 360);
    expect(parameters).toBe(11_536_820);
    expect(halfPrecisionMB(parameters).toFixed(3)).toBe("22.005");
    expect(macs).toBe(9_738_895_360);
    expect([giga(flops.useful), giga(flops.dense), giga(flops.paper)]).toEqual(["19.478", "22.552", "20.251"]);
  });

  test("at 640x384, the next multiple of 32: the published 21.2", () => {
    expect(giga(count("linknet", 640, 384).flops.paper)).toBe("21.232");
  });

  test.each([
    [480, 320, "6.377"],
    [640, 360, "9.739"],
    [1024, 512, "21.768"],
    [1280, 720, "38.437"],
    [1920, 1080, "86.356"],
  ])("at %dx%d: %s billion multiply-accumulates", (width, height, expected) => {
    expect(giga(count("linknet", width, height).macs)).toBe(expected);
  });

  test("without bypass: the same parameters and multiply-accumulates, fewer operations of the profiler's", () => {
    const [bare, whole] = [count("linknet-without-bypass", 640, 360), count("linknet", 640, 360)];
    expect([bare.parameters, bare.macs]).toEqual([whole.parameters, whole.macs]);
    // Each bypass adds two tensors and rectifies the sum: three operations an element.
    const elements = 256 * 23 * 40 + 128 * 45 * 80 + 2 * 64 * 90 * 160;
    expect(whole.flops.paper - bare.flops.paper).toBe(3 * elements);
  });
});

test("SegNet at 640x360: the published 286.0 GFLOPs, 29.5 M parameters and 56.2 MB", () => {
  const { parameters, macs, flops } = count("segnet", 640, 360);
  expect(parameters).toBe(29_454_548);
  expect(halfPrecisionMB(parameters).toFixed(2)).toBe("56.18");
  expect(giga(macs)).toBe("142.911");
  expect([giga(flops.useful), giga(flops.dense), giga(flops.paper)]).toEqual(["285.823", "285.823", "286.090"]);
});

test("ENet at 640x360: the published 0.4 M parameters and 0.7 MB; no convention gives the published 3.8 GFLOPs", () => {
  const { parameters, flops } = count("enet", 640, 360);
  expect(parameters).toBe(364_376);
  expect(halfPrecisionMB(parameters).toFixed(3)).toBe("0.695");
  expect([giga(flops.paper), giga(flops.useful), giga(flops.dense)]).toEqual(["3.559", "3.455", "3.959"]);
});

test("Totals are the sums over the layers, each parameter counted once", () => {
  const cost = count("enet", 640, 360);
  const total = (of: (layer: (typeof cost.layers)[number]) => number) =>
    cost.layers.reduce((sum, layer) => sum + of(layer), 0);
  expect(total(({ parameters }) => parameters)).toBe(cost.parameters);
  expect(total(({ macs }) => macs)).toBe(cost.macs);
});
