/** What every rewrite must hold: it makes a graph, and the model computes the same afterwards. */
import { checkGraph } from "../checkGraph.js";
import { evaluate } from "../evaluate.js";
import type { Graph } from "../graph.js";
import { type FloatTensor, type Tensor, elementCount, floatTensor, printType, sameType } from "../tensor.js";
import { type Model, givenWeights } from "../weights.js";
import type { Rewrite } from "./rewrite.js";

/** Rounding in another order, relative to the largest value. */
const ROUNDING = 1e-6;

export function opsOf({ nodes }: Graph): readonly string[] {
  return nodes.map(({ op }) => op.name);
}

/** The model after each rewrite in turn, its graph checked after each; inputs and outputs must be called the same, in the same order. */
export function rewritten(model: Model, ...rewrites: readonly Rewrite[]): Model {
  checkGraph(model.graph);
  return rewrites.reduce((current, rewrite) => {
    const next = rewrite.run(current);
    checkGraph(next.graph);
    const [before, after] = [endsOf(current.graph), endsOf(next.graph)];
    if (before !== after) throw new Error(`${rewrite.name} makes ${after} of a graph ${before}`);
    return next;
  }, model);
}

/** `(image) -> (logits)` */
function endsOf({ inputs, outputs }: Graph): string {
  return [inputs, outputs].map((values) => `(${values.map(({ name }) => name).join(", ")})`).join(" -> ");
}

/** As `rewritten`, of a graph whose weights are not looked at. */
export function rewrittenGraph(graph: Graph, ...rewrites: readonly Rewrite[]): Graph {
  return rewritten({ graph, weights: givenWeights(new Map()) }, ...rewrites).graph;
}

/** Numbers on both sides of zero, the same every time. */
export function waves(...shape: number[]): FloatTensor {
  return floatTensor(
    shape,
    Array.from({ length: elementCount({ shape }) }, (_, index) => Math.sin(1 + index * 1.7)),
  );
}

/** Where the second model's outputs are not the first's, but for rounding. */
export function differences(before: Model, after: Model, inputs: Readonly<Record<string, Tensor>>): readonly string[] {
  return differencesOf(evaluate(after, inputs), evaluate(before, inputs));
}

export function differencesOf(
  actual: Readonly<Record<string, Tensor>>,
  expected: Readonly<Record<string, Tensor>>,
): readonly string[] {
  return Object.entries(expected).flatMap(([name, tensor]) => {
    const given = actual[name];
    if (given === undefined || !sameType(given, tensor)) {
      return [`${name}: ${given && printType(given)}, expected ${printType(tensor)}`];
    }
    const [values, wanted] = [Array.from(given.data, Number), Array.from(tensor.data, Number)];
    const allowed = ROUNDING * wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    const wrong = values.findIndex((value, index) => !(Math.abs(value - wanted[index]!) <= allowed));
    return wrong === -1 ? [] : [`${name}: ${values[wrong]} at ${wrong}, expected ${wanted[wrong]}`];
  });
}
