/**
 * Folds batch norms into the convolutions before them: at inference both are linear, so that scaling the weights and shifting the
 * bias does the work of both. Needs the weights, which it scales when they are asked for.
 */
import { type Graph, type Node, type Parameter, type Value, inputValues } from "../graph.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { conv2dOp } from "../ops/conv2d.js";
import { convTranspose2dOp } from "../ops/convTranspose2d.js";
import { type FloatTensor, type Tensor, castTensor, elementCount, floatTensor, floats } from "../tensor.js";
import type { Model, Weights } from "../weights.js";
import { type RewriteContext, rewriteNodes } from "./pass.js";
import { halvedTensor } from "./toFloat16.js";

/** A convolution and the batch norm that alone reads it. */
interface Pair {
  readonly convolution: Node;
  readonly norm: Node;
}

/** The model without the batch norms that follow a convolution; the convolution keeps its name and gets a bias. */
export function foldBatchNorm({ graph, weights }: Model): Model {
  const pairs = findPairs(graph);
  const norms = new Map(pairs.map((pair) => [pair.norm.name, pair]));
  const convolutions = new Set(pairs.map(({ convolution }) => convolution.name));
  const folded = rewriteNodes(graph, (node, context) => {
    if (convolutions.has(node.name)) return {};
    const pair = norms.get(node.name);
    return pair === undefined ? context.copy() : foldPair(pair, context);
  });
  return { graph: folded, weights: foldedWeights(graph, pairs, weights) };
}

/** Pairs whose convolution has its result and its weight to itself. */
function findPairs(graph: Graph): readonly Pair[] {
  const producers = new Map(graph.nodes.map((node) => [node.outputs["y"]?.name, node]));
  const reads = new Map<string, number>();
  for (const { name } of [...graph.nodes.flatMap(inputValues), ...graph.outputs]) {
    reads.set(name, (reads.get(name) ?? 0) + 1);
  }
  const isReadOnce = ({ name }: Value): boolean => reads.get(name) === 1;
  return graph.nodes.flatMap((norm) => {
    const x = norm.inputs["x"] as Value;
    const convolution = norm.op === batchNormOp ? producers.get(x.name) : undefined;
    const isConvolution = convolution?.op === conv2dOp || convolution?.op === convTranspose2dOp;
    if (!isConvolution || !isReadOnce(x) || !isReadOnce(convolution.inputs["weight"] as Value)) return [];
    return [{ convolution, norm }];
  });
}

function foldPair({ convolution, norm }: Pair, { builder, present }: RewriteContext): Record<string, Value> {
  const { x, weight } = convolution.inputs as Record<string, Value>;
  const [channels = 0] = (norm.inputs["scale"] as Value).type.shape;
  const bias = builder.parameter(`${convolution.name}/folded/bias`, {
    type: { dtype: weight!.type.dtype, shape: [channels] },
    initial: { kind: "given" },
  });
  const inputs = { x: present(x!), weight: present(weight!), bias };
  return builder.append({ ...convolution, inputs }, { y: norm.outputs["y"]!.name });
}

function foldedWeights(graph: Graph, pairs: readonly Pair[], weights: Weights): Weights {
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const tensorOf = ({ name }: Value): Tensor => {
    const tensor = weights.get(parameters.get(name)!);
    return tensor.dtype === "float16" ? castTensor(tensor, "float32") : tensor;
  };
  const computed = new Map<string, () => Tensor>();
  for (const { convolution, norm } of pairs) {
    const { weight, bias } = convolution.inputs as Record<string, Value | undefined>;
    const factors = (): Float64Array => channelFactors(norm, tensorOf);
    const typed = (name: string, tensor: FloatTensor): Tensor =>
      weight!.type.dtype === "float16" ? halvedTensor({ name }, tensor) : tensor;
    computed.set(weight!.name, () => typed(weight!.name, scaleFilters(convolution, tensorOf(weight!), factors())));
    const biasName = `${convolution.name}/folded/bias`;
    computed.set(biasName, () => typed(biasName, foldedBias(norm, bias && tensorOf(bias), factors(), tensorOf)));
  }
  return { get: (parameter: Parameter) => computed.get(parameter.name)?.() ?? weights.get(parameter) };
}

/** scale / sqrt(variance + epsilon), a channel at a time. */
function channelFactors({ inputs, attributes }: Node, tensorOf: (value: Value) => Tensor): Float64Array {
  const variances = floats(tensorOf(inputs["variance"] as Value));
  const scales = floats(tensorOf(inputs["scale"] as Value));
  const epsilon = attributes["epsilon"] as number;
  return Float64Array.from(scales, (scale, channel) => scale / Math.sqrt(variances[channel]! + epsilon));
}

function foldedBias(
  { inputs }: Node,
  bias: Tensor | undefined,
  factors: Float64Array,
  tensorOf: (value: Value) => Tensor,
): FloatTensor {
  const means = floats(tensorOf(inputs["mean"] as Value));
  const shifts = floats(tensorOf(inputs["bias"] as Value));
  const offsets = bias && floats(bias);
  const folded = floatTensor([factors.length]);
  factors.forEach((factor, channel) => {
    folded.data[channel] = ((offsets?.[channel] ?? 0) - means[channel]!) * factor + shifts[channel]!;
  });
  return folded;
}

/** Filters stand on the weight's first axis, or, transposed, on its second, the groups' filters one after the other. */
function scaleFilters({ op, attributes }: Node, weight: Tensor, factors: Float64Array): FloatTensor {
  const [first = 1, second = 1, ...kernel] = weight.shape;
  const area = elementCount({ shape: kernel });
  const groupChannels = first / (attributes["groups"] as number);
  const filterOf = (channel: number, filter: number): number => Math.floor(channel / groupChannels) * second + filter;
  const scaled = floatTensor(weight.shape, floats(weight));
  for (let row = 0; row < first; row += 1) {
    for (let column = 0; column < second; column += 1) {
      const factor = factors[op === conv2dOp ? row : filterOf(row, column)]!;
      const start = (row * second + column) * area;
      for (let index = start; index < start + area; index += 1) scaled.data[index]! *= factor;
    }
  }
  return scaled;
}
