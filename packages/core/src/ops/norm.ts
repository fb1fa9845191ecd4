/** Norms: elements along some axes are moved to a mean of 0 and stretched to a variance of 1, then scaled and shifted. What all of them share. */
import { number } from "../attributeKinds.js";
import { withDefault } from "../attributes.js";
import { InvalidNodeError } from "../errors.js";
import { type OnnxNode, UnsupportedFormError, attributeOf } from "../onnxForm.js";
import type { Shape, Tensor, TensorType } from "../tensor.js";
import { broadcast } from "./elementwise.js";
import { meanOf } from "./mean.js";
import { mapRuns } from "./runs.js";

const DEFAULT_EPSILON = 1e-5;

/** What is added to a variance. */
export const epsilonAttribute = withDefault(number(), DEFAULT_EPSILON);

/** Of a node of ONNX, whose norms compute in float32; any other way is refused. */
export function epsilonOf(node: OnnxNode, operator: string): number {
  const stash = attributeOf(node, "stash_type", "int") ?? 1;
  if (stash !== 1) throw new UnsupportedFormError({ operator, problem: `computes in data type ${stash}` });
  return attributeOf(node, "epsilon", "float") ?? DEFAULT_EPSILON;
}

/** The mean of a run, and what its elements are divided by. */
export function momentsOf(data: Float32Array, start: number, end: number, epsilon: number) {
  const mean = meanOf(data, start, end);
  let squares = 0;
  for (let index = start; index < end; index += 1) squares += (data[index]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / (end - start) + epsilon) };
}

/** Each run of x along `axes` with a mean of 0 and a variance of 1. */
export function standardized(x: Tensor, axes: readonly number[], epsilon: number): Tensor {
  return mapRuns(x, axes, (data, y, start, end) => {
    const { mean, deviation } = momentsOf(data, start, end, epsilon);
    for (let index = start; index < end; index += 1) y[index] = (data[index]! - mean) / deviation;
  });
}

/** x times scale plus bias, both stretched to it. */
export function scaledAndShifted(x: Tensor, scale: Tensor, bias: Tensor | undefined): Tensor {
  const scaled = broadcast(x, scale, multiplyElements);
  return bias === undefined ? scaled : broadcast(scaled, bias, addElements);
}

/** The shape of one number a channel, C, that stretches to an image N x C and axes behind. */
export function channelShape({ length }: Shape, channels: number): Shape {
  return [channels, ...Array.from({ length: length - 2 }, () => 1)];
}

/** Of a tensor N x C, with any number of axes behind them. */
export function channelsIn({ shape }: TensorType): number {
  const [, channels] = shape;
  if (channels === undefined)
    throw new InvalidNodeError({ problem: `expected N x C at least, got ${shape.join("x")}` });
  return channels;
}

/** An error where what has a number a channel has not as many. */
export function checkPerChannel(numbers: Readonly<Record<string, TensorType>>, channels: number): void {
  for (const [name, { shape }] of Object.entries(numbers)) {
    if (shape.length !== 1 || shape[0] !== channels) {
      throw new InvalidNodeError({ problem: `${name} ${shape.join("x")} does not fit ${channels} channels` });
    }
  }
}

function multiplyElements(x: Float32Array, scale: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = x[index]! * scale[index]!;
}

function addElements(x: Float32Array, bias: Float32Array, y: Float32Array): void {
  for (let index = 0; index < y.length; index += 1) y[index] = x[index]! + bias[index]!;
}
