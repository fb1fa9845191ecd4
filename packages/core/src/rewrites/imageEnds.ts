/**
 * Inputs and outputs of four axes in one order, whatever they are in within a graph whose images have their channels last
 * (`channelsLast`): floats there are N x H x W x C, and all else is N x C x H x W.
 */
import { GraphBuilder } from "../builder.js";
import { isSingle } from "../dtypes.js";
import { type Parameter, type Value, mapOperands, mapRecord, outputValues } from "../graph.js";
import { indexOf } from "../graphIndex.js";
import { CHANNELS_FIRST, CHANNELS_LAST, reorder, reorderType } from "../ops/reorder.js";
import { transposeOp } from "../ops/transpose.js";
import { uniqueNames } from "../uniqueNames.js";
import type { Model, Weights } from "../weights.js";
import type { Rewrite } from "./rewrite.js";

/** The order of axes of images: N x H x W x C, or N x C x H x W. */
export const IMAGE_LAYOUTS = ["nhwc", "nchw"] as const;

export type ImageLayout = (typeof IMAGE_LAYOUTS)[number];

/** Types of ends change, names do not. Parameters, which lie as files have them, are turned too where they are outputs. */
export function imageEnds(layout: ImageLayout): Rewrite {
  return {
    name: "imageEnds",
    summary: `takes and gives tensors of four axes ${layout === "nhwc" ? "N x H x W x C" : "N x C x H x W"}, by transposes at the ends`,
    run: (model) => turnEnds(model, layout),
  };
}

function turnEnds(model: Model, layout: ImageLayout): Model {
  const { graph } = model;
  const [outwards, inwards] = layout === "nhwc" ? [CHANNELS_LAST, CHANNELS_FIRST] : [CHANNELS_FIRST, CHANNELS_LAST];
  const index = indexOf(graph);
  /** Within the graph. */
  const layoutOf = (value: Value): ImageLayout =>
    isSingle(value.type.dtype) && !index.isParameter(value) ? "nhwc" : "nchw";
  const isTurned = (value: Value): boolean => value.type.shape.length === 4 && layoutOf(value) !== layout;
  const inputs = graph.inputs.filter(isTurned);
  const fed = new Set(graph.inputs.map(nameOf));
  const outputs = graph.outputs.filter((output) => isTurned(output) && !fed.has(output.name));
  if (inputs.length + outputs.length === 0) return model;

  const builder = new GraphBuilder(graph.name);
  const free = uniqueNames([...graph.inputs, ...graph.parameters, ...graph.nodes.flatMap(outputValues)].map(nameOf));
  const turn = (x: Value, order: readonly number[], name: string): Value =>
    builder.append({ name, op: transposeOp, inputs: { x }, attributes: { order } })["y"]!;
  const values = new Map<string, Value>();
  /** Inputs and parameters as outputs have them. */
  const given = new Map<string, Value>();
  for (const input of graph.inputs) {
    const isOuter = inputs.includes(input);
    const end = builder.input(input.name, isOuter ? reorderType(input.type, outwards) : input.type);
    given.set(input.name, end);
    values.set(input.name, isOuter ? turn(end, inwards, free(`${input.name}/turned`)) : end);
  }
  const turned = new Map<string, Parameter>();
  const renamed = new Map<string, Parameter>();
  for (const parameter of graph.parameters) {
    const { name, type } = parameter;
    if (!outputs.some((output) => output.name === name)) {
      values.set(name, builder.parameter(name, parameter));
      continue;
    }
    given.set(name, builder.parameter(name, { ...parameter, type: reorderType(type, outwards) }));
    turned.set(name, parameter);
    if (index.readersOf(parameter).length === 0) continue;
    const within = free(`${name}/turned`);
    values.set(name, builder.parameter(within, parameter));
    renamed.set(within, parameter);
  }
  const computed = outputs.filter(({ name }) => !turned.has(name));
  const inner = new Map(computed.map(({ name }): [string, string] => [name, free(`${name}/turned`)]));
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
  const weights: Weights = {
    get: (parameter) => {
      const before = turned.get(parameter.name);
      if (before !== undefined) return reorder(model.weights.get(before), outwards);
      return model.weights.get(renamed.get(parameter.name) ?? parameter);
    },
  };
  return { graph: builder.build(Object.fromEntries(ends)), weights };
}

function nameOf({ name }: Value): string {
  return name;
}
