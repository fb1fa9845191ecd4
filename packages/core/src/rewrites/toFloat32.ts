/** Widens a model: what is float16 in it becomes float32, for formats that have no other floats. */
import { type Node, type NodeOf, isNodeOf, replaceValues } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import { castOp } from "../ops/cast.js";
import { type Tensor, castTensor, sameType } from "../tensor.js";
import type { Model, Weights } from "../weights.js";
import type { Rewrite } from "./rewrite.js";
import { rewriteByRules, rule } from "./rules.js";

/**
 * The model in float32, inputs and outputs too; as it is where nothing of it is float16. Every weight has the value it had; what is
 * computed is no longer rounded to float16, and casts between the two are gone.
 */
export const toFloat32: Rewrite = {
  name: "toFloat32",
  summary: "makes float32 of everything that is float16, without casts between the two",
  run: (model) => {
    let isHalf = false;
    const graph = replaceValues(model.graph, (value) => {
      if (value.type.dtype !== "float16") return value;
      isHalf = true;
      return { ...value, type: { ...value.type, dtype: "float32" } };
    });
    if (!isHalf) return model;
    const nodes = graph.nodes.map((node) => (isNodeOf(node, castOp) ? castToItsType(node) : node));
    return removeCasts.run({ graph: { ...graph, nodes }, weights: widenedWeights(model) });
  },
};

/** One stays where its result is an output and what it casts has a name to keep. */
const removeCasts = rewriteByRules({ name: "removeCasts", summary: "takes out casts to the type that a value has" }, [
  rule(castOp, (cast, edit) => {
    const { x } = cast.inputs;
    if (sameType(x.type, cast.outputs.y.type)) edit.bypass(cast, { y: x });
  }),
]);

function castToItsType(cast: NodeOf<typeof castOp>): Node {
  return { ...cast, attributes: { to: cast.outputs.y.type.dtype } };
}
function widenedWeights({ graph, weights }: Model): Weights {
  const index = indexOf(graph);
  return { get: (parameter) => widened(weights.get(index.parameter(parameter.name) ?? parameter)) };
}

function widened(tensor: Tensor): Tensor {
  return tensor.dtype === "float16" ? castTensor(tensor, "float32") : tensor;
}
