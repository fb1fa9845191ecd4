/** Pads before a pool rather than in it, for runtimes whose pools know no padding. */
import { maxPoolOp } from "../ops/maxPool.js";
import { padOp } from "../ops/pad.js";
import { rewriteByRules, rule } from "./rules.js";

/** No float32 is smaller, so that no window takes its value from the border. */
const LOWEST = -(2 - 2 ** -23) * 2 ** 127;

const padBefore = rule(maxPoolOp, (pool, edit) => {
  const { begin, end } = pool.attributes.padding;
  if ([...begin, ...end].every((side) => side === 0) || edit.isRead(pool.outputs.indices)) return;
  const padded = edit.append({
    name: `${pool.name}/pad`,
    op: padOp,
    inputs: { x: pool.inputs.x },
    attributes: { before: [0, 0, ...begin], after: [0, 0, ...end], value: LOWEST },
  });
  edit.replace(pool, { ...pool, inputs: { x: padded["y"] }, attributes: { ...pool.attributes, padding: 0 } });
});

/** A pool whose indices are read stays: they would count over another image. */
export const padPools = rewriteByRules(
  { name: "padPools", summary: "pads before a pool rather than in it, where its indices are not read" },
  [padBefore],
);
