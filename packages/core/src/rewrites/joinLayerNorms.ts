/** Layer norms that are written as means, differences, squares and a root. */
import type { NodeSpec } from "../checkedNode.js";
import { type Value, isNodeOf } from "../graph.js";
import { addOp } from "../ops/add.js";
import { divOp } from "../ops/div.js";
import { layerNormOp } from "../ops/layerNorm.js";
import { mulOp } from "../ops/mul.js";
import { powOp } from "../ops/pow.js";
import { reciprocalOp } from "../ops/reciprocal.js";
import { reduceMeanOp } from "../ops/reduceMean.js";
import { sqrtOp } from "../ops/sqrt.js";
import { subOp } from "../ops/sub.js";
import { type Shape, elementCount, sameShape, sameType } from "../tensor.js";
import type { Edit } from "./edit.js";
import { type Found, type Pattern, any, call, either, number, oneOf } from "./patterns.js";
import { type CanWrite, type Recognition, recognise } from "./recognition.js";
import type { Rewrite } from "./rewrite.js";
import { rewriteByRules, rule } from "./rules.js";

const x = any("x");
const is = (wanted: number): Pattern => number("exactly", (value) => value === wanted);
const meanOf = (pattern: Pattern): Pattern =>
  call(reduceMeanOp, { x: pattern }, ({ keepDims }) => (keepDims === true ? {} : undefined));

const centered = call(subOp, { a: x, b: meanOf(x) });
const squared = oneOf(call(mulOp, { a: centered, b: centered }), call(powOp, { a: centered, b: is(2) }));
const variance = either(
  addOp,
  meanOf(squared),
  number("epsilon", (epsilon) => epsilon >= 0),
);
const deviation = oneOf(call(sqrtOp, { x: variance }), call(powOp, { a: variance, b: is(0.5) }));
const standardised = oneOf(
  call(divOp, { a: centered, b: deviation }),
  either(mulOp, centered, oneOf(call(reciprocalOp, { x: deviation }), call(divOp, { a: is(1), b: deviation }))),
  either(mulOp, centered, call(powOp, { a: variance, b: is(-0.5) })),
);

function norm(canWrite: CanWrite): Recognition {
  return {
    ends: [mulOp],
    pattern: either(mulOp, standardised, any("scale")),
    holds: () => true,
    build: (given, found, { edit, node: { name } }) => {
      const axes = sharedAxes(found);
      if (axes === undefined) return undefined;
      const normalised = given.type.shape.slice(axes[0]);
      const scale = along(found.values["scale"]!, normalised, edit);
      const attributes = { axes, epsilon: found.numbers["epsilon"]! };
      return scale && writable({ op: layerNormOp, name, inputs: { x: given, scale }, attributes }, canWrite);
    },
  };
}

/** Of both means; nothing where they differ. */
function sharedAxes({ nodes }: Found): readonly number[] | undefined {
  const means = nodes.filter((node) => isNodeOf(node, reduceMeanOp));
  const [first, ...others] = means.map(({ attributes }) => attributes.axes);
  const isShared = first !== undefined && others.every((axes) => sameShape(axes, first));
  return isShared && first.length > 0 ? first : undefined;
}

const addBias = (canWrite: CanWrite) =>
  rule(addOp, (sum, edit) => {
    const { a, b } = sum.inputs;
    for (const [result, added] of [
      [a, b],
      [b, a],
    ] as const) {
      const made = edit.isReadOnce(result) ? edit.producerOf(result) : undefined;
      if (made === undefined || !isNodeOf(made, layerNormOp) || made.inputs.bias !== undefined) continue;
      const bias = along(added, made.inputs.scale.type.shape, edit);
      const inputs = { ...made.inputs, bias };
      const by = bias && writable({ op: layerNormOp, name: sum.name, inputs, attributes: made.attributes }, canWrite);
      if (by === undefined || !sameType(result.type, sum.outputs.y.type)) continue;
      edit.replace(sum, by);
      return;
    }
  });

function writable(spec: NodeSpec, canWrite: CanWrite): NodeSpec | undefined {
  return canWrite(spec) ? spec : undefined;
}

/** A value of such a shape, or a parameter that is one but for axes of one element in front. */
function along(value: Value, shape: Shape, edit: Edit): Value | undefined {
  const { name, type } = value;
  if (sameShape(type.shape, shape)) return value;
  const isStretched =
    elementCount(type) === elementCount({ shape }) && sameShape(type.shape.slice(-shape.length), shape);
  if (!isStretched || !edit.isParameter(value)) return undefined;
  return edit.derive(`${name}/row`, {
    type: { ...type, shape },
    of: { value },
    compute: (given) => ({ ...given.value, shape }),
  });
}

export const joinLayerNorms = (canWrite: CanWrite): Rewrite => {
  const named = {
    name: "joinLayerNorms",
    summary: "makes one layer norm of the means, squares, root and products that it is written as",
  };
  const [scaled, shifted] = [recognise(named, [norm(canWrite)]), rewriteByRules(named, [addBias(canWrite)])];
  return { ...named, run: (model) => shifted.run(scaled.run(model)) };
};
