/** One op on a few numbers, through the builder and the evaluator as in a network. */
import { type Absent, isAbsent } from "../absent.js";
import type { AttributeKinds, Given } from "../attributes.js";
import { evaluate } from "../evaluate.js";
import type { Named, Outputs } from "../named.js";
import type { OpDefinition, Slots } from "../op.js";
import type { OnnxNode } from "../onnxForm.js";
import { opModel } from "../opModel.js";
import { type FloatTensor, type Tensor, elementCount, floatTensor } from "../tensor.js";

/** The op's results by name. */
export function runOp<I extends Slots, O extends Slots, K extends AttributeKinds>(
  op: OpDefinition<I, O, K>,
  tensors: Named<keyof I & string, Tensor>,
  attributes: Given<K>,
): Outputs<keyof O & string, Tensor> {
  const { model, inputs } = opModel(op, tensors, attributes);
  return evaluate(model, inputs) as Outputs<keyof O & string, Tensor>;
}

/** What a form writes, where it can say the attributes. */
export function written(given: Partial<OnnxNode> | Absent): Partial<OnnxNode> {
  if (isAbsent(given)) throw new Error(given.absent);
  return given;
}

/** 1, 2, 3 and so on in row-major order. */
export function counting(...shape: number[]): FloatTensor {
  return floatTensor(
    shape,
    Array.from({ length: elementCount({ shape }) }, (_, index) => index + 1),
  );
}

/** The numbers of a tensor, a list for each row of its last axis. */
export function rowsOf({ shape, data }: Tensor): readonly (readonly number[])[] {
  const width = shape.at(-1)!;
  return Array.from({ length: data.length / width }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), Number),
  );
}
