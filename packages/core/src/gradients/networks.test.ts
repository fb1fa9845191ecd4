/** Whole small networks, their gradients beside those of PyTorch's autograd, in double precision there. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Layer, type SymbolicTensor, buildGraph } from "../builder.js";
import { checkGraph } from "../checkGraph.js";
import { evaluate } from "../evaluate.js";
import { runningStatistics } from "../graph.js";
import { constant } from "../initializer.js";
import { named, sequence } from "../layers.js";
import * as ops from "../ops/all.js";
import { type Shape, type Tensor, elementCount, float32, floatTensor, intTensor } from "../tensor.js";
import { type Model, readWeights } from "../weights.js";
import { differentiate } from "./differentiate.js";
import { trainingStep } from "./trainingStep.js";

interface Expected {
  readonly loss: number;
  readonly gradients: readonly (readonly number[])[];
  readonly statistics?: readonly (readonly number[])[];
}

const file = new URL("../../../../fixtures/pytorch/gradients.json", import.meta.url);
const expected = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, Expected>>;

const {
  add,
  averagePool2d,
  batchNorm,
  concat,
  conv2d,
  convTranspose2d,
  dropout2d,
  elu,
  gelu,
  globalAveragePool,
  hardSwish,
  layerNorm,
  leakyRelu,
  logSoftmax,
  matMul,
  maxPool2d,
  maxPool2dWithIndices,
  maxUnpool2d,
  mul,
  pad,
  prelu,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  resize,
  sigmoid,
  slice,
  softmax,
  transpose,
} = ops;

function wave(shape: Shape, seed: number, scale: number, offset = 0): number[] {
  const count = elementCount({ shape });
  return Array.from({ length: count }, (_, index) => Math.sin(index * 0.7 + seed * 1.3 + 0.5) * scale + offset);
}

const image = (seed: number, ...shape: number[]): Tensor => floatTensor(shape, wave(shape, seed, 1));

/** Each parameter a wave that its place among them begins; those that start at other numbers than 0 are near these. */
function modelOf(shape: Shape, network: Layer): Model {
  const graph = buildGraph("net", { name: "x", type: float32(...shape) }, network, "y");
  const places = new Map(graph.parameters.map(({ name }, place) => [name, place]));
  const weights = readWeights((name) => {
    const place = places.get(name)!;
    const { type, initial } = graph.parameters[place]!;
    const offset = initial.kind === "constant" ? initial.value : 0;
    return floatTensor(type.shape, wave(type.shape, place, offset === 0 ? 0.4 : 0.1, offset));
  });
  return { graph, weights };
}

function labels(classes: number, ...shape: number[]): Tensor {
  const numbers = Array.from(
    { length: elementCount({ shape }) },
    (_, index) => (index * 7 + Math.floor(index / 5)) % (classes + 1),
  );
  return intTensor(
    shape,
    numbers.map((label) => (label === classes ? 255 : label)),
  );
}

/** Numbers that are not what they should be but for rounding, relative to the largest. */
function differences(name: string, actual: Tensor, wanted: readonly number[]): readonly string[] {
  const largest = Math.max(...wanted.map(Math.abs), 1e-3);
  if (actual.data.length !== wanted.length) return [`${name} has ${actual.data.length} numbers`];
  return wanted.flatMap((value, index) => {
    const given = Number(actual.data[index]);
    return Math.abs(value - given) <= largest * 2e-5 ? [] : [`${name}: ${given} at ${index}, not ${value}`];
  });
}

interface StepInputs {
  readonly weights?: readonly number[];
  readonly inputs: (masks: readonly string[]) => Record<string, Tensor>;
}

/** Where one step of training gives other numbers than PyTorch. */
function differencesOfStep(model: Model, name: string, { weights, inputs }: StepInputs): readonly string[] {
  const step = trainingStep(model, { logits: "y", ignore: 255, ...(weights && { weights }) });
  checkGraph(step.model.graph);
  const fed = model.graph.parameters.map((parameter) => [parameter.name, model.weights.get(parameter)] as const);
  const results = evaluate(step.model, { ...Object.fromEntries(fed), ...inputs(step.masks.map((mask) => mask.name)) });
  const { loss, gradients, statistics = [] } = expected[name]!;
  const gathered = runningStatistics(model.graph);
  const compare = (names: ReadonlyMap<string, string>, numbers: readonly (readonly number[])[], isRunning: boolean) =>
    model.graph.parameters
      .filter((each) => gathered.has(each.name) === isRunning)
      .flatMap((each, index) => differences(each.name, results[names.get(each.name)!]!, numbers[index]!));
  return [
    ...differences("loss", results[step.loss]!, [loss]),
    ...compare(step.gradients, gradients, false),
    ...compare(step.statistics, statistics, true),
  ];
}

const convNorm = (filters: number, kernel: number, stride: number): Layer =>
  sequence(conv2d({ filters, kernel, stride, padding: kernel === 3 ? 1 : 0, bias: false }), batchNorm());

test("A residual network with a bypass, norms that gather statistics and weighted classes, as LinkNet has them", () => {
  const block: Layer = (x) => {
    const inner = sequence(convNorm(6, 3, 2), relu(), convNorm(6, 3, 1))(x);
    return relu()(add()(inner, convNorm(6, 1, 2)(x)));
  };
  const loose = batchNorm({ epsilon: 1e-3 });
  const upsample = (filters: number): Layer =>
    convTranspose2d({ filters, kernel: 3, stride: 2, padding: 1, outputPadding: 1 });
  const network: Layer = (x) => {
    const pooled = sequence(convNorm(4, 3, 2), relu(), maxPool2d({ kernel: 3, stride: 2, padding: 1 }))(x);
    const decoder = sequence(
      conv2d({ filters: 2, kernel: 1 }),
      loose,
      relu(),
      upsample(2),
      loose,
      relu(),
      conv2d({ filters: 4, kernel: 1 }),
      loose,
      relu(),
    );
    const joined = add()(decoder(block(pooled)), pooled);
    const whole = sequence(upsample(3), relu(), convTranspose2d({ filters: 5, kernel: 2, stride: 2 }))(joined);
    return slice({ start: [0, 0, 0, 0], end: [2, 5, 13, 16], step: [1, 1, 1, 1] })(whole);
  };
  const found = differencesOfStep(modelOf([2, 3, 13, 16], network), "linknet", {
    weights: [1, 0.5, 2, 0, 3],
    inputs: () => ({ x: image(99, 2, 3, 13, 16), labels: labels(5, 2, 13, 16) }),
  });
  expect(found).toEqual([]);
});

test("Pools that keep indices, gaps, groups, slopes, borders, dropout and resizes, as ENet and others have them", () => {
  const network: Layer = (x) => {
    const first = prelu()(
      concat()(conv2d({ filters: 5, kernel: 3, stride: 2, padding: 1 })(x), maxPool2d({ kernel: 2, stride: 2 })(x)),
    );
    const { y, indices } = maxPool2dWithIndices({ kernel: 2, stride: 2 })(first);
    const inner = sequence(
      pad({ before: [0, 0, 1, 1], after: [0, 0, 1, 1], mode: "reflect" }),
      conv2d({ filters: 4, kernel: 3 }),
      conv2d({ filters: 4, kernel: 3, padding: 2, dilation: 2, groups: 2 }),
      prelu(),
      pad({ before: [0, 0, 0, 0], after: [0, 4, 0, 0] }),
      dropout2d({ rate: 0.5 }),
    )(y);
    const apart = maxUnpool2d({ kernel: 2, stride: 2, size: [4, 6] })(inner, indices);
    const blurred = add()(apart, averagePool2d({ kernel: 3, stride: 1, padding: 1 })(apart));
    const gated = mul()(blurred, sequence(globalAveragePool(), conv2d({ filters: 8, kernel: 1 }), sigmoid())(blurred));
    const smooth = sequence(conv2d({ filters: 3, kernel: 1 }), resize({ size: [2, 3, 8, 12], mode: "linear" }))(gated);
    const sharp = sequence(conv2d({ filters: 3, kernel: 1 }), resize({ size: [2, 3, 8, 12], mode: "nearest" }))(gated);
    return add()(smooth, leakyRelu({ alpha: 0.1 })(sharp));
  };
  const mask = floatTensor([2, 8, 1, 1], [0, 2, 0, 2, 2, 2, 0, 2, 2, 0, 2, 2, 0, 2, 2, 2]);
  const found = differencesOfStep(modelOf([2, 3, 8, 12], network), "enet", {
    inputs: ([name]) => ({ x: image(98, 2, 3, 8, 12), labels: labels(3, 2, 8, 12), [name!]: mask }),
  });
  expect(found).toEqual([]);
});

test("Attention, norms of layers and bent lines, as transformers have them", () => {
  const parameter = (x: SymbolicTensor, name: string, shape: Shape): SymbolicTensor =>
    x.builder.parameter(x.builder.freeName(name), { type: float32(...shape), initial: constant(0) });
  const linear =
    (features: number): Layer =>
    (x) => {
      const product = matMul()(x, parameter(x, "weight", [x.type.shape.at(-1)!, features]));
      return add()(product, parameter(x, "bias", [features]));
    };
  const heads: Layer = (x) => transpose({ order: [0, 2, 1, 3] })(reshape({ shape: [2, 5, 2, 4] })(x));
  const network: Layer = (x) => {
    const rows = layerNorm()(x);
    const [queries, keys, values] = [0, 1, 2].map(() => heads(linear(8)(rows)));
    const scores = matMul()(queries!, transpose({ order: [0, 1, 3, 2] })(keys!));
    const half = x.builder.input("half", float32());
    const mixed = matMul()(softmax({ axes: -1 })(mul()(scores, half)), values!);
    const attended = add()(x, reshape({ shape: [2, 5, 8] })(transpose({ order: [0, 2, 1, 3] })(mixed)));
    const bent = add()(attended, sequence(layerNorm(), linear(16), gelu(), linear(8))(attended));
    const scored = hardSwish()(reduceMean({ axes: 1, keepDims: false })(bent));
    const shares = sequence(elu(), logSoftmax({ axes: 1 }))(matMul()(scored, parameter(x, "last", [8, 3])));
    return reduceSum({ axes: [0, 1], keepDims: false })(mul()(shares, x.builder.input("weights", float32(2, 3))));
  };
  const model = modelOf([2, 5, 8], named("block", network));
  const { model: whole, gradients } = differentiate(model, { loss: "y" });
  checkGraph(whole.graph);
  const results = evaluate(whole, {
    x: image(97, 2, 5, 8),
    half: floatTensor([], [0.5]),
    weights: floatTensor([2, 3], wave([2, 3], 1, 0.4)),
  });
  const { loss, gradients: wanted } = expected["transformer"]!;
  const found = model.graph.parameters.flatMap(({ name }, index) =>
    differences(name, results[gradients.get(name)!]!, wanted[index]!),
  );
  expect([...differences("loss", results["y"]!, [loss]), ...found]).toEqual([]);
});
