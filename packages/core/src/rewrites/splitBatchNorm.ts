/** Writes a batch norm that no convolution can take up as what it is at inference: a product and a sum, a channel at a time. */
import { isSingle } from "../dtypes.js";
import { addOp } from "../ops/add.js";
import { batchNormOp } from "../ops/batchNorm.js";
import { batchNormMap } from "../ops/batchNormMap.js";
import { mulOp } from "../ops/mul.js";
import { floatTensor } from "../tensor.js";
import { channelNumbers } from "./channelNumbers.js";
import { rewriteByRules, rule } from "./rules.js";

const split = rule(batchNormOp, (norm, edit) => {
  const { x, ...of } = norm.inputs;
  if (!Object.values(of).every((value) => edit.isParameter(value) && isSingle(value.type.dtype))) return;
  const { factor, offset } = batchNormMap(norm.attributes);
  const [channels = 0] = of.scale.type.shape;
  const type = { ...of.scale.type, shape: [channels, ...x.type.shape.slice(2).map(() => 1)] };
  const derive = (name: string, each: typeof factor) =>
    edit.derive(`${norm.name}/${name}`, {
      type,
      of,
      compute: (tensors) => floatTensor(type.shape, channelNumbers(each, tensors, channels)),
    });
  const b = derive("factor", factor);
  const scaled = edit.append({ name: `${norm.name}/scaled`, op: mulOp, inputs: { a: x, b }, attributes: {} });
  const inputs = { a: scaled["y"], b: derive("offset", offset) };
  edit.replace(norm, { name: norm.name, op: addOp, inputs, attributes: {} });
});

/** A batch norm whose scale or statistics are computed by the graph stays. */
export const splitBatchNorm = rewriteByRules(
  { name: "splitBatchNorm", summary: "writes a batch norm as a product and a sum, a channel at a time" },
  [split],
);
