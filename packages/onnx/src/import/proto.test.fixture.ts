/** ONNX models written by hand: one input `x` (1 x 1 x 4 x 4), one output `y`, and what a test puts between. */
import { AttributeProto, ModelProto, TensorProto, type onnx } from "../onnxProto.js";

export interface HandWritten {
  readonly node?: onnx.INodeProto[];
  readonly initializer?: onnx.ITensorProto[];
  readonly input?: onnx.IValueInfoProto[];
  readonly output?: onnx.IValueInfoProto[];
  readonly model?: onnx.IModelProto;
  readonly graph?: onnx.IGraphProto;
}

/** A named value; sides that are text stay open under that name. */
export function value(name: string, ...shape: readonly (number | string)[]): onnx.IValueInfoProto {
  const dim = shape.map((side) => (typeof side === "number" ? { dimValue: side } : { dimParam: side }));
  return { name, type: { tensorType: { elemType: 1, shape: { dim } } } };
}

/** A tensor of ones, in the list of floats. */
export function ones(name: string, ...dims: readonly number[]): onnx.ITensorProto {
  const length = dims.reduce((product, side) => product * side, 1);
  return { name, dims: [...dims], dataType: 1, floatData: Array.from({ length }, () => 1) };
}

/** A tensor that says it lies elsewhere. */
export function external(tensor: onnx.ITensorProto): onnx.ITensorProto {
  return { ...tensor, dataLocation: TensorProto.DataLocation.EXTERNAL };
}

/** An attribute of the kind that ONNX calls so. */
export function attribute(
  kind: keyof typeof AttributeProto.AttributeType,
  name: string,
  content: onnx.IAttributeProto = {},
): onnx.IAttributeProto {
  return { name, type: AttributeProto.AttributeType[kind], ...content };
}

/** An attribute of whole numbers. */
export function ints(name: string, ...values: readonly number[]): onnx.IAttributeProto {
  return attribute("INTS", name, { ints: [...values] });
}

/** A list of whole numbers. */
export function integers(name: string, ...values: readonly number[]): onnx.ITensorProto {
  return { name, dims: [values.length], dataType: 7, int64Data: [...values] };
}

export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  more: onnx.INodeProto = {},
): onnx.INodeProto {
  return { opType, name: `the ${opType}`, input: [...input], output: [...output], ...more };
}

export function handWritten({ model, graph, ...parts }: HandWritten = {}): onnx.IModelProto {
  return {
    irVersion: 8,
    opsetImport: [{ domain: "", version: 17 }],
    graph: {
      name: "g",
      node: [node("Relu", ["x"], ["y"])],
      input: [value("x", 1, 1, 4, 4)],
      output: [value("y", 1, 1, 4, 4)],
      initializer: [],
      ...parts,
      ...graph,
    },
    ...model,
  };
}

export function bytesOf(parts: HandWritten = {}): Uint8Array {
  return ModelProto.encode(handWritten(parts)).finish();
}
