/** A place of its own for each number: https://onnx.ai/onnx/operators/onnx__OneHot.html */
import type { SymbolicTensor } from "../builder.js";
import { defineExpansion } from "../onnxExpansion.js";
import { UnsupportedFormError, attributeOf, axisOf } from "../onnxForm.js";
import { castTensor, elementCount, intTensor } from "../tensor.js";
import { equal } from "./equal.js";
import { or } from "./or.js";
import { numbersIn } from "./places.js";
import { reshape } from "./reshape.js";
import { slice } from "./slice.js";
import { where } from "./where.js";

const OPERATOR = "OneHot";

/** More are no classes. */
const DEEPEST = 1 << 20;

/** The one of two values where an index along a new axis is the number that is given, from either end; the other elsewhere. */
export const oneHot = defineExpansion({
  operator: OPERATOR,
  from: 9,
  attributes: ["axis"],
  inputs: ["indices", "depth", "values"],
  build: ({ indices, depth, values }, node, { builder }) => {
    const known = builder.known(depth);
    if (known === undefined || elementCount(known) !== 1)
      throw new UnsupportedFormError({ operator: OPERATOR, problem: "computes its depth, which must be a constant" });
    const count = numbersIn(known.read())[0]!;
    if (!Number.isInteger(count) || count < 0 || count > DEEPEST)
      throw new UnsupportedFormError({ operator: OPERATOR, problem: `has a depth of ${count}` });
    if (elementCount(values.type) !== 2 || values.type.shape.length !== 1)
      throw new UnsupportedFormError({ operator: OPERATOR, problem: "has not two values" });

    const { shape, dtype } = indices.type;
    const axis = axisOf(attributeOf(node, "axis", "int") ?? -1, shape.length + 1, OPERATOR);
    const along = shape.map(() => 1).toSpliced(axis, 0, count);
    const spread = reshape({ shape: shape.toSpliced(axis, 0, 1) })(indices);
    const isAt = (first: number): SymbolicTensor => {
      const places = Array.from({ length: count }, (_, place) => first + place);
      const numbers = castTensor(intTensor(along, places), dtype);
      return equal()(spread, builder.constant(builder.freeName("places"), numbers));
    };
    const value = (place: number): SymbolicTensor =>
      reshape({ shape: [] })(slice({ start: [place], end: [place + 1], step: [1] })(values));
    const isSet = dtype.startsWith("u") ? isAt(0) : or()(isAt(0), isAt(-count));
    return where()(isSet, value(1), value(0));
  },
});
