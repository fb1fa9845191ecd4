/** Takes borders of zeros into what pads with zeros itself, such as a convolution: the same windows see the same numbers. */
import { type Operand, isNodeOf } from "../graph.js";
import { isList } from "../named.js";
import { padOp } from "../ops/pad.js";
import { type RewriteRule, rewriteByRules } from "./rules.js";

const fuse: RewriteRule = {
  apply: (node, edit) => {
    const x: Operand = node.inputs["x"];
    const border = x === undefined || isList(x) ? undefined : edit.producerOf(x);
    if (border === undefined || !isNodeOf(border, padOp)) return;
    const { before, after, mode, value } = border.attributes;
    if (mode !== "constant" || value !== 0) return;
    if ([before, after].some(([batch, channels]) => batch !== 0 || channels !== 0)) return;
    const attributes = node.op.amidZeros?.(node.attributes, { begin: before.slice(2), end: after.slice(2) });
    if (attributes === undefined) return;
    edit.replace(node, { ...node, inputs: { ...node.inputs, x: border.inputs.x }, attributes });
  },
};

/** What an op makes of zeros around its image is its own word (`amidZeros`): averages may count them, and largest values never do. */
export const fusePads = rewriteByRules(
  { name: "fusePads", summary: "takes borders of zeros into the convolutions and pools that read them" },
  [fuse],
);
