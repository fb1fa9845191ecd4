/** Pads before a pool rather than in it, for runtimes whose pools know no padding. */
import type { Padding } from "../attributes.js";
import { mapRecord } from "../graph.js";
import { maxPool2dOp } from "../ops/maxPool2d.js";
import { padOp } from "../ops/pad.js";
import { type Pass, rewriteNodes } from "./pass.js";

/** No float32 is smaller, so that no window takes its value from the border. */
const LOWEST = -(2 - 2 ** -23) * 2 ** 127;
const NO_PADDING: Padding = { top: 0, left: 0, bottom: 0, right: 0 };

/** A pool whose indices are read stays: they would count over another image. */
export const padPools: Pass = (graph) =>
  rewriteNodes(graph, (node, { builder, copy, isRead }) => {
    const { padding } = node.attributes as { readonly padding: Padding };
    if (node.op !== maxPool2dOp || isRead(node.outputs["indices"]!)) return copy();
    const { top, left, bottom, right } = padding;
    if (top + left + bottom + right === 0) return copy();
    const padded = builder.append({
      name: `${node.name}/pad`,
      op: padOp,
      inputs: { x: node.inputs["x"] },
      attributes: { before: [0, 0, top, left], after: [0, 0, bottom, right], value: LOWEST },
    });
    const pooled = { ...node, inputs: { x: padded["y"] }, attributes: { ...node.attributes, padding: NO_PADDING } };
    return builder.append(
      pooled,
      mapRecord(node.outputs, ({ name }) => name),
    );
  });
