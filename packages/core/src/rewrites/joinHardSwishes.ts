/** Hard sigmoids and hard swishes that are written as a sum that is held between 0 and a limit, and divided by that. */
import type { NodeSpec } from "../checkedNode.js";
import type { Value } from "../graph.js";
import { addOp } from "../ops/add.js";
import { clipOp } from "../ops/clip.js";
import { divOp } from "../ops/div.js";
import { hardSigmoidOp } from "../ops/hardSigmoid.js";
import { hardSwishOp } from "../ops/hardSwish.js";
import { maxOp } from "../ops/max.js";
import { minOp } from "../ops/min.js";
import { mulOp } from "../ops/mul.js";
import { reluOp } from "../ops/relu.js";
import { type Pattern, any, call, either, number, oneOf } from "./patterns.js";
import { type CanWrite, type Recognition, recognise, scaled, scaledProduct } from "./recognition.js";
import type { Rewrite } from "./rewrite.js";

const x = any("x");

/** Between 0 and `most`. */
function held(line: Pattern): Pattern {
  const clipped = call(clipOp, { x: line }, ({ min, max }) =>
    min === 0 && Number.isFinite(max) && (max as number) > 0 ? { most: max as number } : undefined,
  );
  const rectified = oneOf(
    call(reluOp, { x: line }),
    either(
      maxOp,
      line,
      number("least", (least) => least === 0),
    ),
  );
  return oneOf(
    clipped,
    either(
      minOp,
      rectified,
      number("most", (most) => most > 0),
    ),
  );
}

const raised = held(either(addOp, x, number("shift")));
const ENDS = [mulOp, divOp];
const SIXTH = 1 / 6;

function recognitions(canWrite: CanWrite): readonly Recognition[] {
  /** Nothing where it cannot be written, or a file has no such numbers. */
  const sigmoid = (line: { alpha: number; beta: number }, given: Value, name: string): NodeSpec | undefined => {
    const made = { op: hardSigmoidOp, name, inputs: { x: given }, attributes: line };
    return Object.values(line).every((each) => Number.isFinite(Math.fround(each))) && canWrite(made) ? made : undefined;
  };
  const swish = (given: Value, name: string): NodeSpec | undefined => {
    const made = { op: hardSwishOp, name, inputs: { x: given }, attributes: {} };
    return canWrite(made) ? made : undefined;
  };
  return [
    {
      ends: ENDS,
      pattern: scaledProduct(x, raised, "factor"),
      holds: (_, is) => is("shift", 3) && is("most", 6) && is("factor", SIXTH),
      build: (given, _, { edit, node: { name } }) => {
        const one = swish(given, name);
        if (one !== undefined) return one;
        const factor = sigmoid({ alpha: SIXTH, beta: 1 / 2 }, given, `${name}/hardSigmoid`);
        return factor && { op: mulOp, name, inputs: { a: given, b: edit.append(factor)["y"]! }, attributes: {} };
      },
    },
    {
      ends: ENDS,
      pattern: scaled(raised, "factor"),
      holds: ({ most }, is) => is("factor", 1 / most!),
      build: (given, { numbers: { shift, most } }, { node: { name } }) =>
        sigmoid({ alpha: 1 / most!, beta: shift! / most! }, given, name),
    },
    {
      ends: [clipOp, minOp],
      pattern: held(either(addOp, scaled(x, "slope"), number("shift"))),
      holds: (_, is) => is("most", 1),
      build: (given, { numbers: { slope, shift } }, { node: { name } }) =>
        sigmoid({ alpha: slope!, beta: shift! }, given, name),
    },
    {
      ends: [mulOp],
      pattern: either(
        mulOp,
        x,
        call(hardSigmoidOp, { x }, ({ alpha, beta }) => ({ alpha: alpha as number, beta: beta as number })),
      ),
      holds: (_, is) => is("alpha", SIXTH) && is("beta", 1 / 2),
      build: (given, _, { node: { name } }) => swish(given, name),
    },
  ];
}

export const joinHardSwishes = (canWrite: CanWrite): Rewrite =>
  recognise(
    {
      name: "joinHardSwishes",
      summary: "makes one hard swish, or hard sigmoid, of the sums, limits and products that it is written as",
    },
    recognitions(canWrite),
  );
