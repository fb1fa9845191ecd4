/** GELUs, and mishes, that are written as products of x and a function of it. */
import { addOp } from "../ops/add.js";
import { erfOp } from "../ops/erf.js";
import { divOp } from "../ops/div.js";
import { geluOp } from "../ops/gelu.js";
import { mishOp } from "../ops/mish.js";
import { mulOp } from "../ops/mul.js";
import { powOp } from "../ops/pow.js";
import { softplusOp } from "../ops/softplus.js";
import { tanhOp } from "../ops/tanh.js";
import { any, call, either, number, oneOf } from "./patterns.js";
import { type CanWrite, type Recognition, recognise, scaled, scaledProduct } from "./recognition.js";
import type { Rewrite } from "./rewrite.js";

const x = any("x");
const ENDS = [mulOp, divOp];

/** The share of a normal distribution that is below x, twice. */
const exact = either(addOp, number("one"), call(erfOp, { x: scaled(x, "deviations") }));

const square = oneOf(call(mulOp, { a: x, b: x }), call(powOp, { a: x, b: number("power", (power) => power === 2) }));
const cube = oneOf(either(mulOp, x, square), call(powOp, { a: x, b: number("power", (power) => power === 3) }));
const shareOfSquare = oneOf(scaledProduct(x, x, "cubic"), scaled(square, "cubic"));
const shareOfCube = oneOf(
  scaled(cube, "cubic"),
  either(mulOp, scaled(x, "cubic"), square),
  either(mulOp, x, shareOfSquare),
);
const one = number("unit", (unit) => unit === 1);
/** x and a share of its cube, as a sum or as a product. */
const bends = oneOf(
  scaled(either(addOp, x, shareOfCube), "slope"),
  scaledProduct(x, either(addOp, one, shareOfSquare), "slope"),
  either(mulOp, x, either(addOp, number("slope"), scaled(square, "bent"))),
);
const approximated = either(addOp, number("one"), call(tanhOp, { x: bends }));

const CUBIC = 0.044715;
const SLOPE = Math.sqrt(2 / Math.PI);

function recognitions(canWrite: CanWrite): readonly Recognition[] {
  const gelu = (approximate: "none" | "tanh"): Recognition["build"] => {
    return (given, _, { node: { name } }) => {
      const made = { op: geluOp, name, inputs: { x: given }, attributes: { approximate } };
      return canWrite(made) ? made : undefined;
    };
  };
  return [
    {
      ends: ENDS,
      pattern: scaledProduct(x, exact, "half"),
      holds: (_, is) => is("one", 1) && is("half", 1 / 2) && is("deviations", Math.SQRT1_2),
      build: gelu("none"),
    },
    {
      ends: ENDS,
      pattern: scaledProduct(x, approximated, "half"),
      holds: (_, is) =>
        is("one", 1) && is("half", 1 / 2) && is("slope", SLOPE) && (is("cubic", CUBIC) || is("bent", CUBIC * SLOPE)),
      build: gelu("tanh"),
    },
    {
      ends: [mulOp],
      pattern: either(mulOp, x, call(tanhOp, { x: call(softplusOp, { x }) })),
      holds: () => true,
      build: (given, _, { node: { name } }) => {
        const made = { op: mishOp, name, inputs: { x: given }, attributes: {} };
        return canWrite(made) ? made : undefined;
      },
    },
  ];
}

export const joinGelus = (canWrite: CanWrite): Rewrite =>
  recognise(
    { name: "joinGelus", summary: "makes one GELU, or mish, of the functions and products that it is written as" },
    recognitions(canWrite),
  );
