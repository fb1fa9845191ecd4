/** A relu of the largest values of windows is the largest values of a relu: behind the pool there is less of it to do, and of its gradient. */
import { isNodeOf } from "../graph.js";
import { maxPoolOp } from "../ops/maxPool.js";
import { reluOp } from "../ops/relu.js";
import { rewriteByRules, rule } from "./rules.js";

/** A pool whose positions are read stays as it is: of values that a relu makes equal, another is the first. */
export const poolBeforeRelu = rewriteByRules(
  { name: "poolBeforeRelu", summary: "puts a relu that a max pool alone reads behind it" },
  [
    rule(maxPoolOp, (pool, edit) => {
      const relu = edit.producerOf(pool.inputs.x);
      if (relu === undefined || !isNodeOf(relu, reluOp)) return;
      if (!edit.isReadOnce(pool.inputs.x) || edit.isRead(pool.outputs.indices)) return;
      const { y } = edit.append({ ...pool, inputs: { x: relu.inputs.x } });
      edit.replace(pool, { ...relu, inputs: { x: y! } });
    }),
  ],
);
