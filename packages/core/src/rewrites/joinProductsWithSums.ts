/** Makes one fully connected layer of a product of two matrices and a sum with one number a column. */
import { isSingle } from "../dtypes.js";
import type { Node, Value } from "../graph.js";
import { addOp } from "../ops/add.js";
import { linearOp } from "../ops/linear.js";
import { matMulOp } from "../ops/matMul.js";
import { elementCount } from "../tensor.js";
import type { Edit } from "./edit.js";
import { rewriteByRules, rule } from "./rules.js";

const join = rule(addOp, (sum, edit) => {
  const { a, b } = sum.inputs;
  for (const [result, bias] of [
    [a, b],
    [b, a],
  ] as const) {
    const product = productOf(result, edit);
    if (product === undefined || !edit.isParameter(bias)) continue;
    const columns = result.type.shape[1]!;
    if (elementCount(bias.type) !== columns || bias.type.shape.at(-1) !== columns || bias.type.shape.length > 2)
      continue;
    const inputs = { x: product.a, weight: product.b, bias: asVector(bias, edit) };
    edit.replace(sum, { op: linearOp, name: sum.name, inputs, attributes: {} });
    return;
  }
});

export const joinProductsWithSums = rewriteByRules(
  { name: "joinProductsWithSums", summary: "makes a product of matrices and a sum with one number a column one layer" },
  [join],
);

function productOf(value: Value, edit: Edit): { readonly a: Value; readonly b: Value } | undefined {
  const producer: Node | undefined = edit.isReadOnce(value) ? edit.producerOf(value) : undefined;
  if (producer?.op !== matMulOp || !isSingle(value.type.dtype)) return undefined;
  const { a, b } = producer.inputs as { readonly a: Value; readonly b: Value };
  return a.type.shape.length === 2 && b.type.shape.length === 2 ? { a, b } : undefined;
}

function asVector(bias: Value, edit: Edit): Value {
  if (bias.type.shape.length === 1) return bias;
  const type = { dtype: bias.type.dtype, shape: bias.type.shape.slice(-1) };
  return edit.derive(`${bias.name}/vector`, {
    type,
    of: { bias },
    compute: (given) => ({ ...given.bias, shape: type.shape }),
  });
}
