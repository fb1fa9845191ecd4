/** The first elements of each sequence in reverse, of lengths that are known: https://onnx.ai/onnx/operators/onnx__ReverseSequence.html */
import { defineExpansion } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, constantOf } from "../onnxForm.js";
import { type Shape, intTensor } from "../tensor.js";
import { gatherOp } from "./gather.js";
import { reshape } from "./reshape.js";

export const reverseSequence = defineExpansion({
  operator: "ReverseSequence",
  from: 10,
  attributes: ["batch_axis", "time_axis"],
  inputs: ["x"],
  constants: ["sequence_lens"],
  build: ({ x }, node, { builder }) => {
    const { shape } = x.type;
    const places = placesIn(node, shape);
    const indices = builder.constant(builder.freeName("places"), intTensor([places.length], places));
    // The elements of all sequences in one row.
    const row = reshape({ shape: [places.length, ...shape.slice(2)] })(x);
    return reshape({ shape })(builder.apply(gatherOp, { x: row, indices }, { axis: 0 }).y);
  },
});

/** Where what stands at each place of the first two axes comes from, counted over both. */
function placesIn(node: OnnxNode, [first = 0, second = 0]: Shape): readonly number[] {
  const [batch, time] = [attributeOf(node, "batch_axis", "int") ?? 1, attributeOf(node, "time_axis", "int") ?? 0];
  const areAxes = (batch === 0 && time === 1) || (batch === 1 && time === 0);
  if (!areAxes) throw refusal(`has its sequences on the axes ${batch} and ${time}, which are not 0 and 1`);
  const [count, most] = batch === 0 ? [first, second] : [second, first];
  const lengths = constantOf(node, "sequence_lens") ?? [];
  if (lengths.length !== count || !lengths.every((length) => length >= 0 && length <= most))
    throw refusal(`has no length of up to ${most} for each of ${count} sequences`);
  return Array.from({ length: first * second }, (_, place) => {
    const at = [Math.floor(place / second), place % second];
    const length = lengths[at[batch]!]!;
    if (at[time]! < length) at[time] = length - 1 - at[time]!;
    return at[0]! * second + at[1]!;
  });
}

function refusal(problem: string): UnsupportedFormError {
  return new UnsupportedFormError({ operator: "ReverseSequence", problem });
}
