/** The two graphs whose speed bounds that of any network: one that computes much and moves little, and one that only moves. */
import {
  type Layer,
  type Model,
  add,
  buildGraph,
  conv2d,
  float32,
  maxPool2d,
  pad,
  scrambledWeights,
  sequence,
} from "@linknet-kit/core";
import type { ModelOf, ModelRequest } from "../cell/artifacts.js";

export interface RoofModel {
  /** What a suite calls it; no network may be called so. */
  readonly name: string;
  readonly request: ModelRequest;
  readonly build: () => Model;
  /** What one run of it does. */
  readonly work: { readonly of: "gflops" | "gigabytesPerSecond"; readonly amount: number };
}

const FLOAT_BYTES = 4;

/** Of the 1x1 convolutions, whose input and output are then small beside what is computed. */
const CHANNELS = 1024;
const PRODUCTS = 2;
const PIXELS = { width: 32, height: 14 };

/** 64 MiB an image: more than a processor's caches hold. */
const COPIED = { channels: 64, side: 512 };
const SUMS = 6;
const CORE = 8;

const copiedBytes = COPIED.channels * COPIED.side ** 2 * FLOAT_BYTES;

function modelOf(name: string, shape: readonly [number, number, number, number], layer: Layer): Model {
  const graph = buildGraph(name, { name: "image", type: float32(...shape) }, layer, "y");
  return { graph, weights: scrambledWeights(graph, 1) };
}

const repeated = (layer: Layer, times: number): Layer => sequence(...Array.from({ length: times }, () => layer));

/** Convolutions of one pixel: products of a matrix of weights with one of pixels. */
const matrixProduct: RoofModel = {
  name: "matrix product",
  request: { network: "matrix product", size: PIXELS, batch: 1 },
  build: () =>
    modelOf(
      "matrixProduct",
      [1, CHANNELS, PIXELS.height, PIXELS.width],
      repeated(conv2d({ filters: CHANNELS, kernel: 1, bias: false }), PRODUCTS),
    ),
  work: { of: "gflops", amount: (2 * PRODUCTS * CHANNELS ** 2 * PIXELS.width * PIXELS.height) / 1e9 },
};

/** Sums of a large image with itself: each reads it once and writes one. The input and the output are small, as their copies are others'. */
const copy: RoofModel = {
  name: "copy",
  request: { network: "copy", size: { width: COPIED.side, height: COPIED.side }, batch: 1 },
  build: () => {
    const border = [0, 0, COPIED.side - CORE, COPIED.side - CORE];
    const enlarge: Layer = (x) => pad({ before: [0, 0, 0, 0], after: border, value: 0.5 })(x);
    const shrink: Layer = (x) => maxPool2d({ kernel: CORE, stride: CORE })(x);
    return modelOf(
      "copy",
      [1, COPIED.channels, CORE, CORE],
      sequence(
        enlarge,
        repeated((x) => add()(x, x), SUMS),
        shrink,
      ),
    );
  },
  // Written once, read and written by each sum, read once.
  work: { of: "gigabytesPerSecond", amount: ((2 * SUMS + 2) * copiedBytes) / 1e9 },
};

export const roofModels: readonly RoofModel[] = [matrixProduct, copy];

/** Knows the roofs' models beside the others. */
export function withRoofModels(others: ModelOf): ModelOf {
  return async (request) => roofModels.find(({ name }) => name === request.network)?.build() ?? (await others(request));
}
