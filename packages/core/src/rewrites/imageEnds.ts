/**
 * Inputs and outputs of four axes in one order, whatever they are in within a graph whose images have their channels last
 * (`channelsLast`): floats there are N x H x W x C, and all else is N x C x H x W.
 */
import { GraphBuilder } from "../builder.js";
import { isSingle } from "../dtypes.js";
import { type Graph, type Parameter, type Value, mapOperands, mapRecord, outputValues } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import { CHANNELS_FIRST, CHANNELS_LAST, reorder, reorderType } from "../ops/reorder.js";
import { transposeOp } from "../ops/transpose.js";
import { type UniqueNames, uniqueNames } from "../uniqueNames.js";
import type { Model } from "../weights.js";
import type { Rewrite } from "./rewrite.js";

/** The order of axes of images: N x H x W x C, or N x C x H x W. */
export const IMAGE_LAYOUTS = ["nhwc", "nchw"] as const;

export type ImageLayout = (typeof IMAGE_LAYOUTS)[number];

/** Types of ends change, names do not. Parameters, which lie as files have them, are turned too where they are outputs. */
export function imageEnds(layout: ImageLayout): Rewrite {
  return {
    name: "imageEnds",
    summary: `takes and gives tensors of four axes ${layout === "nhwc" ? "N x H x W x C" : "N x C x H x W"}, by transposes at the ends`,
    run: (model) => turnEnds(layout === "nhwc" ? turnParameters(model) : model, layout),
  };
}

function turnEnds(model: Model, layout: ImageLayout): Model {
  const { graph } = model;
  const [outwards, inwards] = layout === "nhwc" ? [CHANNELS_LAST, CHANNELS_FIRST] : [CHANNELS_FIRST, CHANNELS_LAST];
  const isTurned = ({ type: { dtype, shape } }: Value): boolean =>
    shape.length === 4 && isSingle(dtype) === (layout === "nchw");
  const computed = new Set(graph.nodes.flatMap(outputValues).map(nameOf));
  const inputs = graph.inputs.filter(isTurned);
  const outputs = graph.outputs.filter((output) => isTurned(output) && computed.has(output.name));
  if (inputs.length + outputs.length === 0) return model;

  const builder = new GraphBuilder(graph.name);
  const free = freeNames(graph);
  const turn = (x: Value, order: readonly number[], name: string): Value =>
    builder.append({ name, op: transposeOp, inputs: { x }, attributes: { order } })["y"]!;
  const values = new Map<string, Value>();
  const given = new Map<string, Value>();
  for (const input of graph.inputs) {
    const isOuter = inputs.includes(input);
    const end = builder.input(input.name, isOuter ? reorderType(input.type, outwards) : input.type);
    given.set(input.name, end);
    values.set(input.name, isOuter ? turn(end, inwards, free(`${input.name}/turned`)) : end);
  }
  for (const parameter of graph.parameters) values.set(parameter.name, builder.parameter(parameter.name, parameter));
  const inner = new Map(outputs.map(({ name }): [string, string] => [name, free(`${name}/turned`)]));
  for (const node of graph.nodes) {
    const operands = mapOperands(node.inputs, ({ name }) => values.get(name)!);
    const names = mapRecord(node.outputs, ({ name }) => inner.get(name) ?? name);
    const results = builder.append({ ...node, inputs: operands }, names);
    for (const [slot, { name }] of Object.entries(node.outputs)) values.set(name, results[slot]!);
  }
  const ends = graph.outputs.map(({ name }): [string, Value] => {
    const value = given.get(name) ?? values.get(name)!;
    return [name, inner.has(name) ? turn(value, outwards, name) : value];
  });
  return { graph: builder.build(Object.fromEntries(ends)), weights: model.weights };
}

/** Parameters lie as files have them, N x C x H x W. One that is an output is turned under its name, and what reads it reads another. */
function turnParameters(model: Model): Model {
  const { graph, weights } = model;
  const index = indexOf(graph);
  const turned = new Map(
    graph.parameters
      .filter((parameter) => parameter.type.shape.length === 4 && index.isOutput(parameter))
      .map((parameter): [string, Parameter] => [parameter.name, parameter]),
  );
  if (turned.size === 0) return model;
  const free = freeNames(graph);
  const within = new Map(
    [...turned].map(([name, each]): [string, Parameter] => [name, { ...each, name: free(`${name}/turned`) }]),
  );
  const before = new Map([...within].map(([name, { name: inner }]): [string, Parameter] => [inner, turned.get(name)!]));
  const turn = <Each extends Value>(value: Each): Each =>
    turned.has(value.name) ? { ...value, type: reorderType(value.type, CHANNELS_LAST) } : value;
  return {
    graph: {
      ...graph,
      parameters: graph.parameters.flatMap((each) =>
        index.readersOf(each).length > 0 ? [turn(each), within.get(each.name) ?? []].flat() : turn(each),
      ),
      outputs: graph.outputs.map(turn),
      nodes: graph.nodes.map((node) => ({
        ...node,
        inputs: mapOperands(node.inputs, (value) => within.get(value.name) ?? value),
      })),
    },
    weights: {
      get: (parameter) => {
        const output = turned.get(parameter.name);
        return output === undefined
          ? weights.get(before.get(parameter.name) ?? parameter)
          : reorder(weights.get(output), CHANNELS_LAST);
      },
    },
  };
}

function freeNames({ inputs, parameters, nodes }: Graph): UniqueNames {
  return uniqueNames([...inputs, ...parameters, ...nodes.flatMap(outputValues)].map(nameOf));
}

function nameOf({ name }: Value): string {
  return name;
}
