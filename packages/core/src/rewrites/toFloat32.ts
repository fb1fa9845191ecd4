/** Widens a model: what is float16 in it becomes float32, for formats that have no other floats. */
import { replaceValues } from "../graph.js";
import { castOp } from "../ops/cast.js";
import { type Tensor, castTensor } from "../tensor.js";
import type { Model, Weights } from "../weights.js";
import { type Pass, rewriteNodes } from "./pass.js";

/**
 * The model in float32, inputs and outputs too; as it is where nothing of it is float16. Every weight has the value it had; what is
 * computed is no longer rounded to float16, and casts between the two are gone.
 */
export function toFloat32(model: Model): Model {
  let isHalf = false;
  const graph = replaceValues(model.graph, (value) => {
    if (value.type.dtype !== "float16") return value;
    isHalf = true;
    return { ...value, type: { ...value.type, dtype: "float32" } };
  });
  return isHalf ? { graph: removeCasts(graph), weights: widenedWeights(model) } : model;
}

/** A cast stays where its result is an output and what it casts has a name to keep. */
const removeCasts: Pass = (graph) => {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const kept = new Set([...outputs, ...[...graph.inputs, ...graph.parameters].map(({ name }) => name)]);
  return rewriteNodes(graph, (node, { builder, copy }) => {
    const { x } = node.inputs;
    if (node.op !== castOp || x === undefined || !("name" in x)) return copy();
    const { name } = node.outputs["y"]!;
    if (!outputs.has(name)) return { y: x };
    if (kept.has(x.name)) return builder.append({ ...node, attributes: { to: "float32" } }, { y: name });
    kept.add(x.name);
    return { y: x };
  });
};

function widenedWeights({ graph, weights }: Model): Weights {
  const originals = new Map(graph.parameters.map((parameter) => [parameter.name, parameter]));
  return { get: (parameter) => widened(weights.get(originals.get(parameter.name) ?? parameter)) };
}

function widened(tensor: Tensor): Tensor {
  return tensor.dtype === "float16" ? castTensor(tensor, "float32") : tensor;
}
