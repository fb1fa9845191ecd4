/** What PyTorch computed, and the numbers that it was given. */
import { readFileSync } from "node:fs";
import {
  type Layer,
  type Model,
  type Shape,
  type Tensor,
  batchNorm,
  buildGraph,
  conv2d,
  elementCount,
  float32,
  floatTensor,
  intTensor,
  readWeights,
  relu,
  sequence,
} from "@linknet-kit/core";

interface Trained {
  readonly losses: readonly number[];
  readonly parameters: readonly (readonly number[])[];
}

interface Expected {
  readonly optimisers: Readonly<
    Record<
      string,
      { readonly weights: readonly (readonly number[])[]; readonly state: Readonly<Record<string, readonly number[]>> }
    >
  >;
  readonly schedules: Readonly<Record<"step" | "polynomial" | "cosine", readonly number[]>>;
  readonly network: Trained;
  readonly gathered: Trained;
}

const file = new URL("../../../fixtures/pytorch/training.json", import.meta.url);
export const expected = JSON.parse(readFileSync(file, "utf8")) as Expected;

export function wave(shape: Shape, seed: number, scale: number, offset = 0): Tensor {
  const numbers = Array.from(
    { length: elementCount({ shape }) },
    (_, index) => Math.sin(index * 0.7 + seed * 1.3 + 0.5) * scale + offset,
  );
  return floatTensor(shape, numbers);
}

/** Numbers that are not what they should be but for rounding, relative to the largest. */
export function differences(
  name: string,
  actual: ArrayLike<number | bigint>,
  wanted: readonly number[],
): readonly string[] {
  const largest = Math.max(...wanted.map(Math.abs), 1e-3);
  if (actual.length !== wanted.length) return [`${name} has ${actual.length} numbers`];
  return wanted.flatMap((value, index) => {
    const given = Number(actual[index]);
    return Math.abs(value - given) <= largest * 2e-5 ? [] : [`${name}: ${given} at ${index}, not ${value}`];
  });
}

const SIDES = [4, 5] as const;

/** Two images of three classes; each parameter a wave that its place begins, near what it starts at. */
export function smallModel(behind: Layer = (x) => x, name = "small"): Model {
  const network = sequence(
    conv2d({ filters: 4, kernel: 3, padding: 1, bias: false }),
    batchNorm(),
    relu(),
    behind,
    conv2d({ filters: 3, kernel: 1 }),
  );
  const image = { name: "image", type: float32(2, 3, ...SIDES) };
  const graph = buildGraph(name, image, network, "logits");
  const places = new Map(graph.parameters.map((each, place) => [each.name, place]));
  const weights = readWeights((each) => {
    const place = places.get(each)!;
    const { type, initial } = graph.parameters[place]!;
    const offset = initial.kind === "constant" ? initial.value : 0;
    return wave(type.shape, place, offset === 0 ? 0.4 : 0.1, offset);
  });
  return { graph, weights };
}

/** The batch of that number; a quarter of its labels are 255. */
export function smallBatch(number: number): { readonly image: Tensor; readonly labels: Tensor } {
  const numbers = Array.from({ length: 40 }, (_, index) => (index * 7 + Math.floor(index / 5) + number) % 4);
  const labels = intTensor(
    [2, ...SIDES],
    numbers.map((label) => (label === 3 ? 255 : label)),
  );
  return { image: wave([2, 3, ...SIDES], 90 + number, 1), labels };
}
