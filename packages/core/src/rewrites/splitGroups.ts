/** Writes a convolution in groups, ordinary or transposed, as one convolution a group, for runtimes that have no groups. */
import type { Node, Value } from "../graph.js";
import { concatOp } from "../ops/concat.js";
import { conv2dOp } from "../ops/conv2d.js";
import { convTranspose2dOp } from "../ops/convTranspose2d.js";
import { sliceOp } from "../ops/slice.js";
import { elementCount, floatTensor, rank4 } from "../tensor.js";
import { type ModelPass, type ModelRewriteContext, rewriteModel } from "./modelPass.js";

/** Each becomes two nodes: more are no groups that anyone would wait for. */
const MOST_GROUPS = 4096;

/** A convolution stays whose weight is computed by the graph, or whose groups are too many. */
export const splitGroups: ModelPass = (model) =>
  rewriteModel(model, (node, context) => {
    const isConvolution = node.op === conv2dOp || node.op === convTranspose2dOp;
    const groups = node.attributes["groups"] as number;
    if (!isConvolution || groups === 1 || groups > MOST_GROUPS) return context.copy();
    const { weight, bias } = node.inputs as Record<string, Value | undefined>;
    const isKnown = [weight, bias].every((value) => value === undefined || context.isParameter(value));
    return isKnown ? split(node, context) : context.copy();
  });

function split(node: Node, context: ModelRewriteContext): Record<string, Value> {
  const groups = node.attributes["groups"] as number;
  const parts = Array.from({ length: groups }, (_, group) => convolveGroup(node, { group, groups }, context));
  const joined = { name: node.name, op: concatOp, inputs: { xs: parts }, attributes: { axis: 1 } };
  return context.builder.append(joined, { y: node.outputs["y"]!.name });
}

interface Group {
  readonly group: number;
  readonly groups: number;
}

function convolveGroup(
  { name, op, inputs, attributes }: Node,
  { group, groups }: Group,
  context: ModelRewriteContext,
): Value {
  const { x, weight, bias } = inputs as { readonly x: Value; readonly weight: Value; readonly bias?: Value };
  const { builder } = context;
  const path = `${name}/group${group + 1}`;
  const [batch, channels, height, width] = rank4(x.type);
  const groupChannels = channels / groups;
  const part = {
    start: [0, group * groupChannels, 0, 0],
    end: [batch, (group + 1) * groupChannels, height, width],
    step: [1, 1, 1, 1],
  };
  const image = builder.append({ name: `${path}/slice`, op: sliceOp, inputs: { x }, attributes: part });
  const operands = {
    x: image["y"],
    weight: groupOf(weight, { group, groups }, context),
    ...(bias === undefined ? {} : { bias: groupOf(bias, { group, groups }, context) }),
  };
  return builder.append({ name: path, op, inputs: operands, attributes: { ...attributes, groups: 1 } })["y"]!;
}

/** The groups stand one after the other on the first axis of both kinds of weight, and of the bias. */
function groupOf(parameter: Value, { group, groups }: Group, { derive }: ModelRewriteContext): Value {
  const [first = 0, ...rest] = parameter.type.shape;
  const shape = [first / groups, ...rest];
  const length = elementCount({ shape });
  return derive(`${parameter.name}/group${group + 1}`, { ...parameter.type, shape }, (tensorOf) =>
    floatTensor(shape, tensorOf(parameter).data.subarray(group * length, (group + 1) * length)),
  );
}
