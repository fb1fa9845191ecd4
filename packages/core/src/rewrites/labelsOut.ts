/** Label maps out of a model in place of a number a class: the arg-max in the graph. */
import { LinknetError } from "@linknet-kit/base";
import { GraphBuilder } from "../builder.js";
import { type DType, isFloat } from "../dtypes.js";
import type { Graph, Value } from "../graph.js";
import { argMaxOp } from "../ops/argMax.js";
import { castOp } from "../ops/cast.js";
import { type TensorType, printType } from "../tensor.js";
import type { Rewrite } from "./rewrite.js";

/** What models give: a number a class for each pixel, or its class. */
export const OUTPUTS = ["logits", "labels"] as const;
export type OutputKind = (typeof OUTPUTS)[number];

export interface LabelsOptions {
  /** The smallest type that labels may be of where they go. */
  readonly narrowest: "uint8" | "int32" | "int64";
}

/** How something takes labels. */
export interface LabelTarget extends LabelsOptions {
  /** What finds them fastest there, in turn, once they are what a model gives. */
  readonly rewrites: readonly Rewrite[];
}

/** Rewrites that make labels of what a model gives, as the target takes them. */
export function labelRewrites({ rewrites, ...options }: LabelTarget): readonly Rewrite[] {
  return [labelsOut(options), ...rewrites];
}

/** What a byte can tell apart. */
const BYTE_CLASSES = 256;
const CLASSES = 1;
const OUTPUT = "labels";

/** An output of which no labels can be made. */
export class NoLabelsError extends LinknetError {
  readonly code = "NO_LABELS";

  constructor(data: { readonly output: Value; readonly problem: string }) {
    super(`the output "${data.output.name}", ${printType(data.output.type)}, gives no labels: ${data.problem}`, {
      hint: "leave --output labels out",
    });
  }
}

/**
 * Each output N x C x D1 x ... becomes N x D1 x ...: for each place the class whose number is largest, the lower one of equals; one that
 * is no number is never larger. It is called `labels`, or as before with `/labels` where there are several.
 */
export function labelsOut(options: LabelsOptions): Rewrite {
  return {
    name: "labelsOut",
    summary: "gives the class of each pixel in place of a number a class",
    run: ({ graph, weights }) => ({ graph: withLabels(graph, options), weights }),
  };
}

function withLabels(graph: Graph, options: LabelsOptions): Graph {
  const { inputs, parameters, nodes, outputs } = graph;
  const builder = new GraphBuilder(graph.name);
  for (const { name, type } of inputs) builder.input(name, type);
  for (const parameter of parameters) builder.parameter(parameter.name, parameter);
  for (const node of nodes) {
    const names = Object.entries(node.outputs).map(([output, { name }]) => [output, name] as const);
    builder.append(node, Object.fromEntries(names));
  }
  const labels = outputs.map((output): [string, Value] => {
    const name = builder.freeName(outputs.length === 1 ? OUTPUT : `${output.name}/${OUTPUT}`);
    return [name, labelsOf(output, name, { ...options, builder })];
  });
  return builder.build(Object.fromEntries(labels));
}

function labelsOf(
  output: Value,
  name: string,
  { narrowest, builder }: LabelsOptions & { readonly builder: GraphBuilder },
): Value {
  const classes = classesOf(output);
  const argMax = { op: argMaxOp, inputs: { x: output }, attributes: { axis: CLASSES, keepDims: false } };
  const to = labelType(classes, narrowest);
  if (to === "int64") return builder.append({ ...argMax, name })["y"]!;
  const x = builder.append({ ...argMax, name: `${name}/argMax` })["y"];
  return builder.append({ name, op: castOp, inputs: { x }, attributes: { to } })["y"]!;
}

function labelType(classes: number, narrowest: LabelsOptions["narrowest"]): DType {
  return narrowest === "uint8" && classes > BYTE_CLASSES ? "int32" : narrowest;
}

/** How many there are; a `NoLabelsError` where the output tells of none. */
function classesOf(output: Value): number {
  const { dtype, shape }: TensorType = output.type;
  const problem = !isFloat(dtype)
    ? "it holds labels already, or something else that is no number a class"
    : shape.length <= CLASSES
      ? "it has no axis of classes, which is the second"
      : shape[CLASSES]! < 2
        ? "its second axis, that of classes, has fewer than two of them"
        : undefined;
  if (problem !== undefined) throw new NoLabelsError({ output, problem });
  return shape[CLASSES]!;
}
