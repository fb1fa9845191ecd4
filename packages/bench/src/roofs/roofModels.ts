/** The graphs whose speed bounds that of any network: some compute much and move little, the others only move. */
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
import type { ImageSize, Roof } from "@linknet-kit/results";
import type { ModelOf, ModelRequest } from "../cell/artifacts.js";

export interface RoofModel {
  readonly request: ModelRequest;
  readonly build: () => Model;
  /** What one run of it does, in 10^9 FLOPs or bytes. */
  readonly work: number;
}

export interface RoofKind {
  /** What a suite calls it; no network may be called so. */
  readonly name: string;
  /** The field of a roof with the rate that was reached. */
  readonly rate: keyof Roof & ("gflops" | "gigabytesPerSecond");
  /** The field of a roof with the duration of the run that reached it. */
  readonly runMs: keyof Roof & ("matrixProductMs" | "copyMs");
  /** The least work first: where that is done at once, starting a run and copying take as long, and the next is tried. */
  readonly models: readonly RoofModel[];
}

const FLOAT_BYTES = 4;

/** The sides of the corner that is copied in, and of the squares of which one pixel each is copied out. */
const CORE = 8;

function modelOf(name: string, shape: readonly [number, number, number, number], layer: Layer): Model {
  const graph = buildGraph(name, { name: "image", type: float32(...shape) }, layer, "y");
  return { graph, weights: scrambledWeights(graph, 1) };
}

const repeated = (layer: Layer, times: number): Layer => sequence(...Array.from({ length: times }, () => layer));

/** Does something to a large image that only a corner of is copied in, and a pixel of each square out. */
const within = ({ width, height }: ImageSize, layer: Layer): Layer =>
  sequence(
    (x) => pad({ before: [0, 0, 0, 0], after: [0, 0, height - CORE, width - CORE], value: 0.5 })(x),
    layer,
    (x) => maxPool2d({ kernel: CORE, stride: CORE })(x),
  );

/** Of the 1x1 convolutions, whose input and output are then small beside what is computed. */
const CHANNELS = 1024;
const MATRIX_PRODUCT = "matrix product";

const productLayer = (products: number): Layer =>
  repeated(conv2d({ filters: CHANNELS, kernel: 1, bias: false }), products);

const productWork = ({ width, height }: ImageSize, products: number): number =>
  (2 * products * CHANNELS ** 2 * width * height) / 1e9;

/** Convolutions of one pixel: products of a matrix of weights with one of pixels. */
function product(size: ImageSize, products: number): RoofModel {
  return {
    request: { network: MATRIX_PRODUCT, size, batch: 1 },
    build: () => modelOf("matrixProduct", [1, CHANNELS, size.height, size.width], productLayer(products)),
    work: productWork(size, products),
  };
}

/** The same, of an image that would take longer to copy than to multiply. */
function largeProduct(size: ImageSize, products: number): RoofModel {
  return {
    request: { network: MATRIX_PRODUCT, size, batch: 1 },
    build: () => modelOf("matrixProduct", [1, CHANNELS, CORE, CORE], within(size, productLayer(products))),
    work: productWork(size, products),
  };
}

const COPY = "copy";
const COPIED_CHANNELS = 64;

/** Sums of a large image with itself: each reads it once and writes one. */
function copy(side: number, sums: number): RoofModel {
  const size = { width: side, height: side };
  const addToItself: Layer = (x) => add()(x, x);
  return {
    request: { network: COPY, size, batch: 1 },
    build: () => modelOf("copy", [1, COPIED_CHANNELS, CORE, CORE], within(size, repeated(addToItself, sums))),
    // Written once, read and written by each sum, read once.
    work: ((2 * sums + 2) * COPIED_CHANNELS * side ** 2 * FLOAT_BYTES) / 1e9,
  };
}

export const roofKinds: readonly RoofKind[] = [
  {
    name: MATRIX_PRODUCT,
    rate: "gflops",
    runMs: "matrixProductMs",
    models: [
      product({ width: 32, height: 14 }, 2),
      largeProduct({ width: 128, height: 56 }, 2),
      largeProduct({ width: 256, height: 112 }, 4),
    ],
  },
  {
    name: COPY,
    rate: "gigabytesPerSecond",
    runMs: "copyMs",
    // Images of 64 MiB, more than most processors' caches hold, and of 256 MiB, more than those of GPUs do.
    models: [copy(512, 6), copy(1024, 48)],
  },
];

/** Knows the roofs' models beside the others; at a size that none has, as where they are checked small, the least. */
export function withRoofModels(others: ModelOf): ModelOf {
  return async (request) => {
    const { models } = roofKinds.find(({ name }) => name === request.network) ?? {};
    if (models === undefined) return await others(request);
    const ofSize = models.find(({ request: { size } }) => size.width === request.size.width);
    return (ofSize ?? models[0]!).build();
  };
}
