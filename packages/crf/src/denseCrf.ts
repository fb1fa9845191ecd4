/**
 * What is likely in an image whose pixels all speak with each other: pixels that are near, and more so those of like colours, tend to have the same
 * label. The fully connected CRF of Krähenbühl and Koltun 2011 (https://arxiv.org/abs/1210.5644) by mean field, as DeepLab has it behind its networks.
 */
import { InvalidCrfError } from "./errors.js";
import { Lattice } from "./lattice.js";

/** What a network says of an image. */
export interface LabelledImage {
  readonly width: number;
  readonly height: number;
  readonly classes: number;
  /** classes x height x width, before or after a logarithm of softmax. */
  readonly logits: Float32Array;
  /** height x width x 3, each 0 to 255. */
  readonly colours: Uint8Array | Uint8ClampedArray | Float32Array;
}

/** How strongly pixels that are near have one label. Deviations are those of Gaussians, of pixels and of colours. */
export interface CrfOptions {
  readonly iterations: number;
  readonly near: { readonly weight: number; readonly pixels: number };
  readonly alike: { readonly weight: number; readonly pixels: number; readonly colours: number };
}

/** With less the lattice's coordinates would have too many digits. */
const LEAST_DEVIATION = 0.001;

/** Of the release of DeepLab-LargeFOV, for images of about 500 pixels. */
export const largeFovCrf: CrfOptions = {
  iterations: 10,
  near: { weight: 3, pixels: 3 },
  alike: { weight: 4, pixels: 49, colours: 5 },
};

/** Of the release of DeepLab v2 on ResNet-101, for images of about 500 pixels. */
export const deepLabV2Crf: CrfOptions = {
  iterations: 10,
  near: { weight: 3, pixels: 1 },
  alike: { weight: 4, pixels: 67, colours: 3 },
};

/** Sums values over all pixels, weighed by how near they are; each pixel's weights sum up to 1. Channels of a pixel stand together. */
export type Smoothing = (values: Float32Array, channels: number) => Float32Array;

/** The probability of each label, classes x height x width; an `InvalidCrfError` where sizes do not fit or a number has no meaning. */
export function denseCrf(image: LabelledImage, options: CrfOptions): Float32Array {
  check(image, options);
  const { near, alike } = options;
  return meanField(image, options, {
    near: latticeSmoothing(featuresOf(image, near.pixels), 2),
    alike: latticeSmoothing(featuresOf(image, alike.pixels, alike.colours), 5),
  });
}

/** Mean field by any way to smooth. */
export function meanField(
  { classes, logits }: LabelledImage,
  { iterations, near, alike }: CrfOptions,
  smooth: { readonly near: Smoothing; readonly alike: Smoothing },
): Float32Array {
  const own = transposed(logits, classes);
  let likely: Float32Array = own.slice();
  normalise(likely, classes);
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const [nearby, similar] = [smooth.near(likely, classes), smooth.alike(likely, classes)];
    for (let index = 0; index < own.length; index += 1)
      nearby[index] = own[index]! + near.weight * nearby[index]! + alike.weight * similar[index]!;
    likely = nearby;
    normalise(likely, classes);
  }
  return transposed(likely, likely.length / classes);
}

/** Places of all pixels in units of a deviation, with their colours where these have one. */
export function featuresOf(
  { width, height, colours }: LabelledImage,
  pixels: number,
  ofColours?: number,
): Float32Array {
  const dimensions = ofColours === undefined ? 2 : 5;
  const features = new Float32Array(width * height * dimensions);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const start = pixel * dimensions;
    features[start] = (pixel % width) / pixels;
    features[start + 1] = Math.floor(pixel / width) / pixels;
    if (ofColours === undefined) continue;
    for (let channel = 0; channel < 3; channel += 1)
      features[start + 2 + channel] = colours[3 * pixel + channel]! / ofColours;
  }
  return features;
}

function latticeSmoothing(features: Float32Array, dimensions: number): Smoothing {
  const lattice = new Lattice(features, dimensions);
  const weights = lattice.filter(new Float32Array(features.length / dimensions).fill(1), 1);
  return (values, channels) => {
    const sums = lattice.filter(values, channels);
    for (let pixel = 0; pixel < weights.length; pixel += 1) {
      for (let channel = 0; channel < channels; channel += 1) sums[pixel * channels + channel]! /= weights[pixel]!;
    }
    return sums;
  };
}

/** Softmax of each pixel, in place. */
function normalise(logits: Float32Array, classes: number): void {
  for (let start = 0; start < logits.length; start += classes) {
    let largest = Number.NEGATIVE_INFINITY;
    for (let label = start; label < start + classes; label += 1) largest = Math.max(largest, logits[label]!);
    let sum = 0;
    for (let label = start; label < start + classes; label += 1) {
      const likely = Math.exp(logits[label]! - largest);
      logits[label] = likely;
      sum += likely;
    }
    for (let label = start; label < start + classes; label += 1) logits[label]! /= sum;
  }
}

/** Rows to columns. */
function transposed(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) turned[column * rows + row] = values[row * columns + column]!;
  }
  return turned;
}

function check({ width, height, classes, logits, colours }: LabelledImage, options: CrfOptions): void {
  const refuse = (problem: string): never => {
    throw new InvalidCrfError({ problem });
  };
  if (logits.length !== classes * height * width)
    refuse(`${classes} classes of ${width}x${height} are not ${logits.length} logits`);
  if (colours.length !== 3 * height * width) refuse(`three colours of ${width}x${height} are not ${colours.length}`);
  if (colours.some((each) => !(each >= 0 && each <= 255))) refuse("a colour is not from 0 to 255");
  if (logits.some((each) => !Number.isFinite(each))) refuse("a logit is no finite number");
  const { iterations, near, alike } = options;
  if (!Number.isSafeInteger(iterations) || iterations < 0) refuse(`${iterations} is no number of iterations`);
  for (const each of [near.pixels, alike.pixels, alike.colours])
    if (!(each >= LEAST_DEVIATION && Number.isFinite(each)))
      refuse(`${each} is no standard deviation from ${LEAST_DEVIATION} up`);
  for (const each of [near.weight, alike.weight])
    if (!(each >= 0 && Number.isFinite(each))) refuse(`${each} is no weight`);
}
