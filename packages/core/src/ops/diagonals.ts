/** Matrices by their diagonals: https://onnx.ai/onnx/operators/onnx__Trilu.html and onnx__EyeLike.html */
import type { SymbolicTensor } from "../builder.js";
import { DTYPES, VALUE_TYPES } from "../dtypes.js";
import type { FoldingBuilder } from "../foldingBuilder.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf } from "../onnxForm.js";
import { type Shape, elementCount, filled, intTensor } from "../tensor.js";
import { and } from "./and.js";
import { cast } from "./cast.js";
import { equal } from "./equal.js";
import { greaterOrEqual } from "./greaterOrEqual.js";
import { lessOrEqual } from "./lessOrEqual.js";
import { numbersIn } from "./places.js";
import { where } from "./where.js";

/** The elements on one side of a diagonal, and zeros on the other. */
export const trilu = defineExpansion({
  operator: "Trilu",
  from: 14,
  attributes: ["upper"],
  inputs: ["x", "k?"],
  build: ({ x, k }, node, { builder }) => {
    const known = k && builder.known(k);
    if (k !== undefined && (known === undefined || elementCount(known) !== 1))
      throw new UnsupportedFormError({ operator: "Trilu", problem: "computes its k, which must be a constant" });
    const diagonal = known === undefined ? 0 : numbersIn(known.read())[0]!;
    const { rows, columns } = numbered(x.type.shape.slice(-2), diagonal, "Trilu", builder);
    const isUpper = (attributeOf(node, "upper", "int") ?? 1) !== 0;
    const isKept = isUpper ? lessOrEqual()(rows, columns) : greaterOrEqual()(rows, columns);
    const { dtype } = x.type;
    if (dtype === "bool") return and()(x, isKept);
    return where()(isKept, x, builder.constant(builder.freeName("zero"), filled(dtype, [], 0)));
  },
});

/** Ones on a diagonal, whatever x has but its shape. */
export const eyeLike = defineExpansion({
  operator: "EyeLike",
  from: 9,
  attributes: ["dtype", "k"],
  inputs: ["x"],
  build: ({ x }, node, { builder }) => {
    const { shape, dtype } = x.type;
    if (shape.length !== 2) throw new UnsupportedFormError({ operator: "EyeLike", problem: "is of no matrix" });
    const number = attributeOf(node, "dtype", "int") ?? DTYPES[dtype].onnx;
    const to = VALUE_TYPES.find((each) => DTYPES[each].onnx === number);
    if (to === undefined) throw new UnsupportedFormError({ operator: "EyeLike", problem: `is of data type ${number}` });
    const { rows, columns } = numbered(shape, attributeOf(node, "k", "int") ?? 0, "EyeLike", builder);
    return cast({ to })(equal()(rows, columns));
  },
});

/** More are no matrix of a network. */
const LONGEST = 1 << 20;

/** The columns that a diagonal crosses, a row each, and the numbers of all columns. */
function numbered(
  [height, width]: Shape,
  diagonal: number,
  operator: string,
  builder: FoldingBuilder,
): Readonly<Record<"rows" | "columns", SymbolicTensor>> {
  if (height === undefined || width === undefined)
    throw new UnsupportedFormError({ operator, problem: "is of no matrix" });
  if (Math.max(height, width) > LONGEST)
    throw new UnsupportedFormError({ operator, problem: `is of ${height} x ${width}` });
  const numbers = (name: string, shape: Shape, first: number): SymbolicTensor => {
    const counted = Array.from({ length: elementCount({ shape }) }, (_, index) => first + index);
    return builder.constant(builder.freeName(name), intTensor(shape, counted));
  };
  return { rows: numbers("rows", [height, 1], diagonal), columns: numbers("columns", [width], 0) };
}
