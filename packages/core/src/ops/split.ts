/** Parts of a tensor along an axis, each a slice; slices that are all of its parts are one Split again: https://onnx.ai/onnx/operators/onnx__Split.html */
import type { SymbolicTensor } from "../builder.js";
import type { DType } from "../dtypes.js";
import { type ExpansionContext, type OnnxExpansion, defineExpansion, defineJoint } from "../onnxExpansion.js";
import { type OnnxNode, UnsupportedFormError, attributeOf, axisOf, constantOf, int, ints } from "../onnxForm.js";
import { intTensor } from "../tensor.js";
import { partsAlong } from "./partsAlong.js";
import { sliceOp } from "./slice.js";
import { isEven, wholeParts } from "./wholeParts.js";

/** What ONNX Runtime splits since the first version that files here are for. */
const SPLIT_TYPES: readonly DType[] = ["float32", "float16", "int32", "int64", "uint8"];

/** Without lengths there are as many parts as outputs. */
function formOf(
  opsets: Pick<OnnxExpansion, "from" | "until" | "attributes" | "constants">,
  lengthsOf: (node: OnnxNode) => readonly number[] | undefined,
  say: (lengths: readonly number[]) => Partial<OnnxNode>,
): OnnxExpansion<"x"> {
  return defineExpansion({
    operator: "Split",
    ...opsets,
    inputs: ["x"],
    build: ({ x }, node, context) => parts(x, node, lengthsOf(node), context),
    joint: defineJoint(sliceOp, (x, boxes) => {
      const found = SPLIT_TYPES.includes(x.dtype) ? wholeParts(x, boxes) : undefined;
      if (found === undefined) return undefined;
      const { attributes, constants } = say(found.lengths);
      return {
        parts: found.parts,
        attributes: { axis: int(found.axis), ...attributes },
        ...(constants && { constants }),
      };
    }),
  });
}

export const split = formOf(
  { from: 18, attributes: ["axis", "num_outputs"], constants: ["split?"] },
  lengthsInInput,
  (lengths) => (isEven(lengths) ? { attributes: { num_outputs: int(lengths.length) } } : inInput(lengths)),
);
export const splitAsInput = formOf(
  { from: 13, until: 17, attributes: ["axis"], constants: ["split?"] },
  lengthsInInput,
  (lengths) => (isEven(lengths) ? {} : inInput(lengths)),
);
export const splitAsAttribute = formOf(
  { from: 2, until: 12, attributes: ["axis", "split"] },
  (node) => attributeOf(node, "split", "ints"),
  (lengths) => ({ attributes: { split: ints(...lengths) } }),
);

function inInput(lengths: readonly number[]): Partial<OnnxNode> {
  return { constants: { split: intTensor([lengths.length], lengths) } };
}

function lengthsInInput(node: OnnxNode): readonly number[] | undefined {
  return constantOf(node, "split");
}

function parts(
  x: SymbolicTensor,
  node: OnnxNode,
  given: readonly number[] | undefined,
  { outputs }: ExpansionContext,
): readonly SymbolicTensor[] {
  const { shape } = x.type;
  const axis = axisOf(attributeOf(node, "axis", "int") ?? 0, shape.length, "Split");
  const side = shape[axis]!;
  const count = attributeOf(node, "num_outputs", "int") ?? outputs;
  const lengths = given ?? equalParts(side, count);
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (lengths.length !== outputs || sum !== side || lengths.some((length) => length < 0)) {
    const problem = `does not part ${side} into ${outputs} by ${lengths.join(", ")}`;
    throw new UnsupportedFormError({ operator: "Split", problem });
  }
  return partsAlong(x, axis, lengths);
}

/** The last one is smaller where they cannot be equal. */
function equalParts(side: number, count: number): readonly number[] {
  const length = Math.ceil(side / count);
  return Array.from({ length: count }, (_, part) => Math.max(0, Math.min(length, side - part * length)));
}
