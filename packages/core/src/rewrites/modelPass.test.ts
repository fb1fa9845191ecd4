import { expect, test } from "vitest";
import { buildGraph } from "../builder.js";
import { evaluate } from "../evaluate.js";
import type { Value } from "../graph.js";
import { sequence } from "../layers.js";
import { conv2d, relu } from "../ops/index.js";
import { float32, floatTensor, floats } from "../tensor.js";
import { type Model, initialWeights } from "../weights.js";
import { modelPasses, onGraph, rewriteModel } from "./modelPass.js";
import { removeUnread } from "./removeUnread.js";

function modelOf(): Model {
  const layers = sequence(
    conv2d({ filters: 1, kernel: 1, bias: false }),
    relu(),
    conv2d({ filters: 1, kernel: 1, bias: false }),
  );
  const graph = buildGraph("net", { name: "x", type: float32(1, 1, 1, 1) }, layers, "y");
  return { graph, weights: { get: () => floatTensor([1, 1, 1, 1], [3]) } };
}

/** Every weight doubled. */
const doubled = (model: Model): Model =>
  rewriteModel(model, (node, { builder, derive, isParameter, copy }) => {
    const weight = node.inputs["weight"] as Value | undefined;
    if (weight === undefined || !isParameter(weight)) return copy();
    const twice = derive("weight", weight.type, (tensorOf) =>
      floatTensor(
        weight.type.shape,
        tensorOf(weight).data.map((each) => 2 * each),
      ),
    );
    return builder.append({ ...node, inputs: { ...node.inputs, weight: twice } }, { y: node.outputs["y"]!.name });
  });

test("A derived parameter is computed of others when it is asked for, those of an earlier pass included", () => {
  const model = modelPasses(doubled, onGraph(removeUnread), doubled)(modelOf());
  expect([...floats(evaluate(model, { x: floatTensor([1, 1, 1, 1], [1]) })["y"]!)]).toEqual([144]);
});

test("Nothing is computed before it is asked for", () => {
  const model = modelOf();
  const asked: string[] = [];
  const weights = {
    get: (parameter: Parameters<Model["weights"]["get"]>[0]) => {
      asked.push(parameter.name);
      return model.weights.get(parameter);
    },
  };
  const changed = doubled({ graph: model.graph, weights });
  expect(asked).toEqual([]);
  changed.weights.get(changed.graph.parameters[1]!);
  expect(asked).toEqual(["conv2d2/weight"]);
});

test("A name that is taken gets a number", () => {
  const { graph } = doubled(modelOf());
  expect(graph.parameters.map(({ name }) => name)).toEqual(["weight", "weight2"]);
  expect(doubled({ graph, weights: initialWeights(0) }).graph.parameters.map(({ name }) => name)).toEqual([
    "weight3",
    "weight4",
  ]);
});
