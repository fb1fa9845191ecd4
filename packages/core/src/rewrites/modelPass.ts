/** Passes that need weights: rewrites of models. */
import { type FloatType, isFloat } from "../dtypes.js";
import { type Node, type Value, outputValues } from "../graph.js";
import { type FloatTensor, type Tensor, type TensorType, castTensor } from "../tensor.js";
import { nameFinder } from "../uniqueNames.js";
import type { Model, Weights } from "../weights.js";
import { type Pass, type RewriteContext, type RewriteOptions, rewriteNodes } from "./pass.js";

export type ModelPass = (model: Model) => Model;

/** One pass after the other. */
export const modelPasses =
  (...list: readonly ModelPass[]): ModelPass =>
  (model) =>
    list.reduce((current, pass) => pass(current), model);

/** A pass that leaves the weights as they are. */
export const onGraph =
  (pass: Pass): ModelPass =>
  ({ graph, weights }) => ({ graph: pass(graph), weights });

export type TensorOf = (parameter: Value) => FloatTensor;

export interface ModelRewriteContext extends RewriteContext {
  /** Whether the value is known before the graph runs, so that others may be derived of it. */
  readonly isParameter: (value: Value) => boolean;
  /**
   * A new parameter, called `name` or that with a number. Its values are computed of other parameters' whenever they are asked for,
   * all of them in float32; until then nothing is held.
   */
  readonly derive: (name: string, type: TensorType, compute: (tensorOf: TensorOf) => FloatTensor) => Value;
}

/** As `rewriteNodes`, with parameters that are made of others. */
export function rewriteModel(
  { graph, weights }: Model,
  rewrite: (node: Node, context: ModelRewriteContext) => Record<string, Value>,
  options: RewriteOptions = {},
): Model {
  const parameters = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  const computed = new Map<string, () => Tensor>();
  const taken = new Set([...graph.inputs, ...graph.parameters, ...graph.nodes.flatMap(outputValues)].map(nameOf));
  const unused = nameFinder((name) => taken.has(name) || computed.has(name));
  const tensorOf: TensorOf = ({ name }) => widened(computed.get(name)?.() ?? weights.get(parameters.get(name)!));
  const isParameter = ({ name }: Value): boolean => parameters.has(name) || computed.has(name);

  const rewriteDeriving = (node: Node, context: RewriteContext): Record<string, Value> => {
    const derive: ModelRewriteContext["derive"] = (wanted, type, compute) => {
      const name = unused(wanted);
      computed.set(name, () => castTensor(compute(tensorOf), floatType(type)));
      return context.builder.parameter(name, { type, initial: { kind: "given" } });
    };
    return rewrite(node, { ...context, isParameter, derive });
  };
  return { graph: rewriteNodes(graph, rewriteDeriving, options), weights: derivedWeights(weights, computed) };
}

function derivedWeights(weights: Weights, computed: ReadonlyMap<string, () => Tensor>): Weights {
  return { get: (parameter) => computed.get(parameter.name)?.() ?? weights.get(parameter) };
}

function widened(tensor: Tensor): FloatTensor {
  if (!isFloat(tensor.dtype)) throw new Error("only floats are computed with");
  return castTensor(tensor, "float32");
}

function floatType({ dtype }: TensorType): FloatType {
  if (isFloat(dtype)) return dtype;
  throw new Error("only floats are computed with");
}

function nameOf({ name }: Value): string {
  return name;
}
