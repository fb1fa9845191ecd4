/** Writes a convolution in groups, ordinary or transposed, as one convolution a group, for runtimes that have no groups. */
import type { Node, Value } from "../graph.js";
import { convOp } from "../ops/conv.js";
import { concatOp } from "../ops/concat.js";
import { sliceOp } from "../ops/slice.js";
import { elementCount, floatTensor } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

/** Each becomes two nodes: more are no groups that anyone would wait for. */
const MOST_GROUPS = 4096;

interface Group {
  readonly group: number;
  readonly groups: number;
}

const split: RewriteRule = {
  apply: (node, edit) => {
    if (node.op.convolution === undefined) return;
    const { groups = 1 } = node.attributes as { readonly groups?: number };
    const { weight, bias } = node.inputs as Record<string, Value | undefined>;
    const isKnown = [weight, bias].every((value) => value === undefined || edit.isParameter(value));
    if (groups === 1 || groups > MOST_GROUPS || !isKnown || isDepthwise(node)) return;
    const xs = Array.from({ length: groups }, (_, group) => convolveGroup(node, { group, groups }, edit));
    edit.replace(node, { name: node.name, op: concatOp, inputs: { xs }, attributes: { axis: 1 } });
  },
};

/** An image's convolution with a group for each channel has an op of its own where channels are last. */
function isDepthwise({ op, inputs, attributes }: Node): boolean {
  const { shape } = (inputs["x"] as Value).type;
  return op === convOp && shape.length === 4 && attributes["groups"] === shape[1];
}

/** Convolutions in groups become one convolution a group. Those stay whose weight the graph computes, or that have too many groups, and those of images with a group for each channel. */
export const splitGroups = rewriteByRules(
  { name: "splitGroups", summary: "writes a convolution in groups as one convolution a group" },
  [split],
);

function convolveGroup({ name, op, inputs, attributes }: Node, { group, groups }: Group, edit: Edit): Value {
  const { x, weight, bias } = inputs as { readonly x: Value; readonly weight: Value; readonly bias?: Value };
  const path = `${name}/group${group + 1}`;
  const { shape } = x.type;
  const groupChannels = shape[1]! / groups;
  const part = {
    start: shape.map(() => 0).with(1, group * groupChannels),
    end: shape.with(1, (group + 1) * groupChannels),
    step: shape.map(() => 1),
  };
  const image = edit.append({ name: `${path}/slice`, op: sliceOp, inputs: { x }, attributes: part });
  const operands = {
    x: image["y"],
    weight: groupOf(weight, { group, groups }, edit),
    ...(bias === undefined ? {} : { bias: groupOf(bias, { group, groups }, edit) }),
  };
  return edit.append({ name: path, op, inputs: operands, attributes: { ...attributes, groups: 1 } })["y"]!;
}

/** The groups stand one after the other on the first axis of both kinds of weight, and of the bias. */
function groupOf(parameter: Value, { group, groups }: Group, edit: Edit): Value {
  const [first = 0, ...rest] = parameter.type.shape;
  const shape = [first / groups, ...rest];
  const length = elementCount({ shape });
  return edit.derive(`${parameter.name}/group${group + 1}`, {
    type: { ...parameter.type, shape },
    of: { parameter },
    compute: (sources) => floatTensor(shape, sources.parameter.data.subarray(group * length, (group + 1) * length)),
  });
}
