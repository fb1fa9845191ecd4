import { LinknetError } from "@linknet-kit/base";
import {
  decompositions,
  type DType,
  DTYPES,
  evaluate,
  floatTensor,
  intTensor,
  printGraph,
  type Tensor,
  toFloat16,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { writableCases } from "../cases.test.fixture.js";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import type { onnx } from "../onnxProto.js";
import { differences } from "../runtime.test.fixture.js";
import { smallModel, smallNetwork, tiedImage } from "../smallNetwork.test.fixture.js";
import { lowerGraph } from "../targets.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { DynamicShapeError, InvalidTensorError, OnnxNodeError, UnsupportedOpsError } from "./errors.js";
import type { ImportOptions } from "./importModel.js";
import {
  type HandWritten,
  attribute,
  bytesOf,
  external,
  integers,
  ints,
  node,
  ones,
  value,
} from "./proto.test.fixture.js";

/** Of Cast. */
const toFloat = attribute("INT", "to", { i: 1 });

/** What is thrown when the model is read, which must be an error of this project. */
function refusal(parts: HandWritten, options: ImportOptions = {}): LinknetError {
  try {
    decodeOnnx(bytesOf(parts), options);
  } catch (error) {
    if (error instanceof LinknetError) return error;
    throw error;
  }
  throw new Error("the model was not refused");
}

describe("What is read is what was written", () => {
  test.each(writableCases)("$name", ({ op, model, inputs }) => {
    const read = decodeOnnx(encodeOnnx(model));
    expect(printGraph(read.graph)).toBe(printGraph(lowerGraph(model.graph, "onnxruntime")));
    // What an op is written as may round where the op does not.
    const tolerance = decompositions.has(op) ? 1e-6 : 0;
    expect(differences(evaluate(read, inputs), evaluate(model, inputs), tolerance)).toEqual([]);
  });

  test.each([
    { height: 9, width: 7 },
    { batch: 2, height: 8, width: 8 },
  ])("a network of $width x $height", (size) => {
    const model = smallModel(size);
    const read = decodeOnnx(encodeOnnx(model));
    expect(printGraph(read.graph)).toBe(printGraph(lowerGraph(model.graph, "onnxruntime")));
    const inputs = { image: tiedImage(size) };
    expect(differences(evaluate(read, inputs), evaluate(model, inputs), 0)).toEqual([]);
  });

  test.each([true, false])("a network in float16, float32 outside: %s", (keepIoTypes) => {
    const half = toFloat16({ keepIoTypes }).run(smallModel({ height: 9, width: 7 }));
    const read = decodeOnnx(encodeOnnx(half));
    expect(printGraph(read.graph)).toBe(printGraph(lowerGraph(half.graph, "onnxruntime")));
    for (const parameter of lowerGraph(half.graph, "onnxruntime").parameters) {
      expect(read.weights.get(parameter)).toEqual(half.weights.get(parameter));
    }
  });

  test("at any batch, where the file leaves it open", () => {
    const bytes = encodeOnnx(smallModel({ height: 9, width: 7 }), { dynamicBatch: true });
    for (const batch of [1, 3]) {
      const expected = lowerGraph(smallNetwork({ batch, height: 9, width: 7 }), "onnxruntime");
      expect(printGraph(decodeOnnx(bytes, { batch }).graph)).toBe(printGraph(expected));
    }
  });
});

describe("values of tensors", () => {
  const y = (initializer: onnx.ITensorProto): readonly number[] => {
    const model = decodeOnnx(bytesOf({ node: [node("Add", ["x", "w"], ["y"])], initializer: [initializer] }));
    return [...(evaluate(model, { x: floatTensor([1, 1, 4, 4]) })["y"]?.data ?? [])].map(Number);
  };

  test("may stand in raw data, wherever it lies, or in a list", () => {
    const raw = new Uint8Array(Float32Array.of(0.5).buffer);
    for (const name of ["w", "w2", "w23", "w234"]) {
      const parts = {
        node: [node("Add", ["x", name], ["y"])],
        initializer: [{ name, dims: [1], dataType: 1, rawData: raw }],
      };
      const read = decodeOnnx(bytesOf(parts));
      expect(evaluate(read, { x: floatTensor([1, 1, 4, 4]) })["y"]?.data[0]).toBe(0.5);
    }
    expect(y({ name: "w", dims: [], dataType: 1, floatData: [0.25] })).toEqual(Array.from({ length: 16 }, () => 0.25));
  });

  test("in float16 are bit patterns, in raw data or in the list of int32", () => {
    for (const values of [{ rawData: Uint8Array.of(0x00, 0xc2) }, { int32Data: [0xc200] }]) {
      const read = decodeOnnx(
        bytesOf({
          node: [node("Cast", ["w"], ["wide"], { attribute: [toFloat] }), node("Add", ["x", "wide"], ["y"])],
          initializer: [{ name: "w", dims: [1], dataType: 10, ...values }],
        }),
      );
      expect(evaluate(read, { x: floatTensor([1, 1, 4, 4]) })["y"]?.data[0]).toBe(-3);
    }
  });

  test.each<readonly [DType, Tensor["data"], onnx.ITensorProto]>([
    ["float64", Float64Array.of(1 / 3, -(2 ** 60)), { doubleData: [1 / 3, -(2 ** 60)] }],
    ["int16", Int16Array.of(-32_768, 5), { int32Data: [-32_768, 5] }],
    ["uint16", Uint16Array.of(65_535, 5), { int32Data: [65_535, 5] }],
    ["uint32", Uint32Array.of(2 ** 32 - 1, 5), { uint64Data: [2 ** 32 - 1, 5] }],
    ["uint64", BigUint64Array.of(2n ** 53n - 1n, 5n), { uint64Data: [2 ** 53 - 1, 5] }],
  ])("of %s are the same in raw data and in a list, and as they are written", (dtype, data, list) => {
    const rawData = new Uint8Array(data.buffer.slice(0) as ArrayBuffer);
    for (const values of [list, { rawData }]) {
      const initializer = [{ name: "w", dims: [2], dataType: DTYPES[dtype].onnx, ...values }];
      const output = [{ name: "y", type: { tensorType: { elemType: DTYPES[dtype].onnx } } }];
      const read = decodeOnnx(bytesOf({ node: [node("Identity", ["w"], ["y"])], input: [], initializer, output }));
      for (const model of [read, decodeOnnx(encodeOnnx(read))])
        expect(evaluate(model, {})["y"]).toEqual({ dtype, shape: [2], data });
    }
  });

  const refused: readonly [string, onnx.ITensorProto, string][] = [
    ["fewer than the shape says", { dims: [2], floatData: [1] }, "has 1 values, its shape 2 has 2"],
    ["more than the shape says", { dims: [1], rawData: new Uint8Array(8) }, "has 2 values, its shape 1 has 1"],
    ["half an element", { dims: [1], rawData: new Uint8Array(3) }, "has 0.75 values"],
    ["none at all", { dims: [1] }, "has 0 values"],
    [
      "in two places",
      { dims: [1], floatData: [1], rawData: new Uint8Array(4) },
      "has its values twice, in rawData and in floatData",
    ],
    ["in the list of another type", { dims: [1], int32Data: [1] }, "is FLOAT, its values stand in int32Data"],
    ["in another file, where there is none", external({ dims: [1] }), "has its values in another file"],
    [
      "in another file and here",
      external({ dims: [1], rawData: new Uint8Array(4) }),
      "twice, in another file and in rawData",
    ],
    ["of an unsupported type", { dims: [1], dataType: 16, int32Data: [1] }, "is BFLOAT16"],
    ["of a type that there is not", { dims: [1], dataType: 99 }, "is data type 99"],
    ["of a negative side", { dims: [-1, -1], floatData: [1] }, "has the impossible shape -1x-1"],
    [
      "whose shape overflows to a small product",
      { dims: [2 ** 32, 2 ** 32, 0], floatData: [] },
      "has the impossible shape",
    ],
    [
      "of more sides than any op takes",
      { dims: Array.from({ length: 1000 }, () => 1), floatData: [1] },
      "has 1000 axes",
    ],
  ];
  test.each(refused)("are refused: %s", (_, tensor, message) => {
    const error = refusal({
      node: [node("Add", ["x", "w"], ["y"])],
      initializer: [{ name: "w", dataType: 1, ...tensor }],
    });
    expect(error).toBeInstanceOf(InvalidTensorError);
    expect(error.message).toContain(`tensor "w" ${message.startsWith("twice") ? "has its values " : ""}${message}`);
  });
});

describe("inputs", () => {
  const open = { input: [value("x", "N", 1, 4, 4)], output: [value("y", "N", 1, 4, 4)] };

  test("have batch 1 where the file leaves it open, or the one that is given", () => {
    expect(decodeOnnx(bytesOf(open)).graph.inputs[0]?.type.shape).toEqual([1, 1, 4, 4]);
    expect(decodeOnnx(bytesOf(open), { batch: 5 }).graph.outputs[0]?.type.shape).toEqual([5, 1, 4, 4]);
  });

  test("need their shape where more is open, and the error shows which", () => {
    const spatial = { input: [value("x", "N", 1, "height", "width")], output: [value("y", "N", 1, "height", "width")] };
    const error = refusal(spatial);
    expect(error).toBeInstanceOf(DynamicShapeError);
    expect(error.message).toBe('input "x" has the shape N x 1 x height x width, and only the batch may stay open');
    expect(error.hint).toContain("inputShapes");
    const read = decodeOnnx(bytesOf(spatial), { inputShapes: { x: [2, 1, 6, 8] } });
    expect(read.graph.outputs[0]?.type.shape).toEqual([2, 1, 6, 8]);
  });

  test("may have no shape at all, if it is given", () => {
    const unknown = { input: [{ name: "x", type: { tensorType: { elemType: 1 } } }], output: [value("y", 1, 3)] };
    expect(refusal(unknown).message).toContain("a shape of any rank");
    expect(decodeOnnx(bytesOf(unknown), { inputShapes: { x: [1, 3] } }).graph.inputs[0]?.type.shape).toEqual([1, 3]);
  });

  test.each([
    [[1, 2, 4, 4], "is fixed at 1 x 1 x 4 x 4, not 1 x 2 x 4 x 4"],
    [[1, 1, 4], "is fixed at 1 x 1 x 4 x 4, not 1 x 1 x 4"],
    [[1, 1, 4, 0], "cannot have the shape 1 x 1 x 4 x 0"],
    [[1, 1, 4, -1], "cannot have the shape"],
    [[1, 1, 4, 1.5], "cannot have the shape"],
  ])("cannot be given the shape %j", (shape, message) => {
    expect(refusal({}, { inputShapes: { x: shape } }).message).toContain(message);
  });

  test.each([-1, 2 ** 53])("cannot have a side of %d in the file either", (side) => {
    expect(refusal({ input: [value("x", 1, 1, side, 4)] })).toBeInstanceOf(LinknetError);
  });

  test("of a type other than a tensor, or of numbers that are not known, are refused by name", () => {
    const sequence = { name: "x", type: { sequenceType: { elemType: { tensorType: { elemType: 1 } } } } };
    expect(refusal({ input: [sequence] }).message).toBe('"x" is no tensor');
    const brief = { name: "x", type: { tensorType: { elemType: 16, shape: { dim: [{ dimValue: 1 }] } } } };
    expect(refusal({ input: [brief] }).message).toContain('"x" is BFLOAT16');
  });

  test("that have an initializer are weights, as IR version 3 wrote them", () => {
    const input = [value("x", 1, 1, 4, 4), value("w", 1)];
    const parts = { node: [node("Add", ["x", "w"], ["y"])], input, initializer: [ones("w", 1)] };
    expect(decodeOnnx(bytesOf({ ...parts, model: { irVersion: 3 } })).graph.inputs.map(({ name }) => name)).toEqual([
      "x",
    ]);
  });

  test("that are known beforehand may stand where an op needs a constant", () => {
    const parts = {
      node: [node("Pad", ["x", "pads"], ["y"])],
      input: [
        value("x", 1, 4),
        { name: "pads", type: { tensorType: { elemType: 7, shape: { dim: [{ dimValue: 4 }] } } } },
      ],
      output: [value("y", 1, 6)],
    };
    expect(refusal(parts).message).toBe('node "the Pad": computes its pads, which must be a constant');
    const read = decodeOnnx(bytesOf(parts), { constants: { pads: intTensor([4], [0, 1, 0, 1]) } });
    expect([...(evaluate(read, { x: floatTensor([1, 4], [1, 2, 3, 4]) })["y"]?.data ?? [])]).toEqual([
      0, 1, 2, 3, 4, 0,
    ]);
  });

  test("that have no elements in the file keep their places, and stand where an op needs a constant", () => {
    const axes = { name: "axes", type: { tensorType: { elemType: 7, shape: { dim: [{ dimValue: 0 }] } } } };
    const parts = {
      node: [
        node("ReduceSum", ["x", "axes"], ["sum"]),
        node("Concat", ["sum", "past"], ["y"], { attribute: [attribute("INT", "axis", { i: 1 })] }),
      ],
      input: [axes, value("past", 1, 0), value("x", 2, 2)],
      output: [value("y", 1, 1)],
    };
    const given = { axes: intTensor([0]), past: floatTensor([1, 0]), x: floatTensor([2, 2], [1, 2, 3, 4]) };
    const read = decodeOnnx(bytesOf(parts));
    for (const model of [read, decodeOnnx(encodeOnnx(read))]) {
      expect(model.graph.inputs.map(({ name }) => name)).toEqual(["axes", "past", "x"]);
      expect(evaluate(model, given)["y"]).toEqual(floatTensor([1, 1], [10]));
    }
    expect(refusal(parts, { inputShapes: { axes: [2] } }).message).toBe('input "axes" is fixed at 0, not 2');
    expect(refusal(parts, { inputShapes: { x: [0, 2] } }).message).toBe('input "x" cannot have the shape 0 x 2');
  });
});

test("Tuples of indices have no negative number of axes before them", () => {
  const negative = attribute("INT", "batch_dims", { i: -1 });
  const parts = {
    node: [node("GatherND", ["x", "w"], ["y"], { attribute: [negative] })],
    initializer: [integers("w", -1)],
  };
  expect(refusal(parts).message).toBe('node "the GatherND": GatherND has batch_dims -1');
});

test.each(["Concat", "Max", "Min", "Sum"])("A list of no operands is refused: %s", (operator) => {
  expect(refusal({ node: [node(operator, [], ["y"])] }).message).toBe(`node "the ${operator}": has no input xs`);
});

test("Indices are whole numbers", () => {
  const parts = { node: [node("Gather", ["x", "w"], ["y"])], initializer: [ones("w", 2)] };
  expect(refusal(parts).message).toBe('node "the Gather": indices cannot be float32');
});

describe("constants", () => {
  const added = (given: onnx.IAttributeProto): readonly number[] => {
    const parts = { node: [node("Constant", [], ["c"], { attribute: [given] }), node("Add", ["x", "c"], ["y"])] };
    const read = decodeOnnx(bytesOf({ ...parts, input: [value("x", 2)], output: [value("y", 2)] }));
    return [...(evaluate(read, { x: floatTensor([2], [1, 2]) })["y"]?.data ?? [])].map(Number);
  };

  test("are read in each of ONNX's ways", () => {
    expect(added(attribute("TENSOR", "value", { t: ones("", 2) }))).toEqual([2, 3]);
    expect(added(attribute("FLOAT", "value_float", { f: 0.5 }))).toEqual([1.5, 2.5]);
    expect(added(attribute("FLOATS", "value_floats", { floats: [1, 0] }))).toEqual([2, 2]);
  });

  test("of whole numbers stand for what an op has as attributes", () => {
    const whole = ints("value_ints", 0, 1, 0, 0);
    const nodes = [node("Constant", [], ["p"], { attribute: [whole] }), node("Pad", ["x", "p"], ["y"])];
    const read = decodeOnnx(bytesOf({ node: nodes, input: [value("x", 1, 2)], output: [value("y", 1, 3)] }));
    expect(printGraph(read.graph)).toContain("y: float32[1x3] = pad(x, before=[0,1]");
  });

  test.each([
    [attribute("STRING", "value_string", { s: Buffer.from("a") }), "holds its value in value_string"],
    [attribute("TENSOR", "value"), "holds its value in value"],
    [attribute("TENSOR", "value", { t: { ...ones("", 2), dataType: 8 } }), "is STRING"],
  ])("of another kind are refused: %j", (given, message) => {
    const nodes = [node("Constant", [], ["c"], { attribute: [given] }), node("Add", ["x", "c"], ["y"])];
    expect(refusal({ node: nodes }).message).toContain(message);
  });
});

describe("operators", () => {
  test("that are not supported are all named at once, with their numbers and domains", () => {
    const nodes = [
      node("LSTM", ["x"], ["a"], { name: "1" }),
      node("LSTM", ["a"], ["b"], { name: "2" }),
      node("Relu", ["b"], ["c"], { name: "3" }),
      node("Gelu", ["c"], ["d"], { name: "4", domain: "com.microsoft" }),
      node("TopK", ["d"], ["y"], { name: "5" }),
    ];
    const error = refusal({ node: nodes });
    expect(error).toBeInstanceOf(UnsupportedOpsError);
    expect(error.message).toContain(
      'LSTM, which is recurrent (2 times: "1", "2"), com.microsoft::Gelu, which is of another domain ("4"), TopK, which is of an order or a number that the graph computes ("5")',
    );
    expect(error.hint).toContain("Conv, ConvInteger, ConvTranspose");
  });

  test("of another domain are not those of the same name in ONNX's own", () => {
    expect(refusal({ node: [node("Relu", ["x"], ["y"], { domain: "mine" })] }).message).toContain("mine::Relu");
    const own = bytesOf({ node: [node("Relu", ["x"], ["y"], { domain: "ai.onnx" })] });
    expect(decodeOnnx(own).graph.nodes).toHaveLength(1);
  });

  const broken: readonly [string, onnx.INodeProto, string][] = [
    [
      "an attribute that the op does not know",
      { attribute: [attribute("FLOAT", "beta", { f: 1 })] },
      'has the attribute "beta", which is not supported of Relu',
    ],
    ["more inputs than the operator has", { input: ["x", "x"] }, "has more inputs than are supported"],
    ["no input", { input: [] }, "has no input x"],
    ["an empty input", { input: [""] }, "has no input x"],
  ];
  test.each(broken)("are refused with %s", (_, more, message) => {
    const error = refusal({ node: [node("Relu", ["x"], ["y"], more)] });
    expect(error).toBeInstanceOf(OnnxNodeError);
    expect(error.message).toBe(`node "the Relu": ${message}`);
  });

  const pool = (...more: onnx.IAttributeProto[]): HandWritten => ({
    node: [node("MaxPool", ["x"], ["y"], { attribute: [ints("kernel_shape", 2, 2), ...more] })],
  });
  test.each([
    ["a kind that is not the attribute's", attribute("INT", "strides", { i: 2 }), "strides"],
    ["a graph", attribute("GRAPH", "strides", { g: {} }), 'has the attribute "strides" of kind 5'],
    ["the name of a function's attribute", attribute("INTS", "strides", { refAttrName: "s" }), "from a function"],
    ["an attribute twice", ints("kernel_shape", 2, 2), "has two attributes kernel_shape"],
    ["a stride of 0", ints("strides", 0, 0), "integer >= 1"],
    [
      "a padding by a name that there is not",
      attribute("STRING", "auto_pad", { s: Buffer.from("FULL") }),
      "auto_pad FULL",
    ],
    ["a padding far beyond any image", ints("pads", 1, 1, 2 ** 40, 2 ** 40), "the MaxPool"],
    ["a negative dilation", ints("dilations", -1, 1), "integer >= 1"],
  ])("are refused with %s", (_, given, message) => {
    expect(refusal(pool(given)).message).toContain(message);
  });

  test("are refused as an older opset had them, when that was in another form", () => {
    const opset = (version: number): HandWritten => ({ model: { opsetImport: [{ domain: "", version }] } });
    const sum = { node: [node("Add", ["x", "x"], ["y"])] };
    for (const version of [1, 6])
      expect(decodeOnnx(bytesOf({ ...sum, ...opset(version) })).graph.nodes).toHaveLength(1);
    const squash = { node: [node("HardSwish", ["x"], ["y"])] };
    expect(refusal({ ...squash, ...opset(13) }).message).toContain("HardSwish as it was before opset 14");
    const old = {
      node: [node("MaxPool", ["x"], ["y"], { attribute: [ints("kernel_shape", 1, 1)] })],
    };
    expect(decodeOnnx(bytesOf({ ...old, ...opset(8) })).graph.nodes).toHaveLength(1);
  });

  test("may give more than the op here has, if nothing reads it", () => {
    const dropped = [node("Dropout", ["x"], ["d", "mask"]), node("Relu", ["d"], ["y"])];
    expect(decodeOnnx(bytesOf({ node: dropped })).graph.nodes).toHaveLength(2);
    const norm = node("BatchNormalization", ["x", "w", "w", "w", "w"], ["n", "mean"]);
    const read = { node: [norm, node("Add", ["n", "mean"], ["y"])], initializer: [ones("w", 1)] };
    expect(refusal(read).message).toBe('node "the BatchNormalization": gives "mean", which is not supported');
  });

  test("that have no name are called after what they give", () => {
    const nodes = [node("Relu", ["x"], ["a"], { name: "" }), node("Relu", ["a"], ["y"], { name: "a" })];
    expect(decodeOnnx(bytesOf({ node: nodes })).graph.nodes.map(({ name }) => name)).toEqual(["a2", "a"]);
    const unnamed = [node("Relu", ["x"], ["a"], { name: "" }), node("Relu", ["a"], ["y"], { name: "" })];
    expect(decodeOnnx(bytesOf({ node: unnamed })).graph.nodes.map(({ name }) => name)).toEqual(["a", "y"]);
  });

  test("whose unread outputs have no name get one that nothing else has", () => {
    const nodes = [
      node("MaxPool", ["x"], ["p"], { attribute: [ints("kernel_shape", 1, 1)] }),
      node("Relu", ["p"], ["the MaxPool/indices"]),
    ];
    const model = decodeOnnx(bytesOf({ node: nodes, output: [value("the MaxPool/indices", 1, 1, 4, 4)] }));
    expect(Object.values(model.graph.nodes[0]?.outputs ?? {}).map(({ name }) => name)).toEqual([
      "p",
      "the MaxPool/indices2",
    ]);
  });
});

describe("a graph", () => {
  const chain = [node("Relu", ["a"], ["y"], { name: "second" }), node("Relu", ["x"], ["a"], { name: "first" })];
  const broken: readonly [string, HandWritten, string][] = [
    ["out of order", { node: chain }, '"a" is read before node "first" gives it'],
    [
      "with a cycle",
      {
        node: [node("Add", ["x", "b"], ["a"], { name: "1" }), node("Relu", ["a"], ["b"], { name: "2" })],
        output: [value("b", 1)],
      },
      '"b" is read before node "2" gives it',
    ],
    [
      "whose node reads itself",
      { node: [node("Add", ["x", "y"], ["y"])] },
      '"y" is read before node "the Add" gives it',
    ],
    ["that reads what nothing gives", { node: [node("Relu", ["z"], ["y"])] }, '"z" is read, but nothing gives it'],
    ["whose output nothing gives", { output: [value("z", 1)] }, '"z" is read, but nothing gives it'],
    ["with an output twice", { output: [value("y", 1, 1, 4, 4), value("y", 1, 1, 4, 4)] }, '"y" is an output twice'],
    ["without outputs", { output: [] }, "the graph has no outputs"],
    [
      "that gives a value twice",
      { node: [node("Relu", ["x"], ["y"]), node("Relu", ["x"], ["y"], { name: "again" })] },
      '"y" is given twice, by node "the Relu" and by node "again"',
    ],
    ["that gives an input anew", { node: [node("Relu", ["x"], ["x"])] }, '"x" is given twice, by an input'],
    ["with two initializers of one name", { initializer: [ones("w", 1), ones("w", 1)] }, '"w" is given twice'],
    ["with two inputs of one name", { input: [value("x", 1), value("x", 1)] }, '"x" is given twice'],
    ["with an initializer without a name", { initializer: [ones("", 1)] }, "an initializer has no name"],
    [
      "with two nodes of one name",
      { node: [node("Relu", ["x"], ["a"]), node("Relu", ["a"], ["y"])] },
      'two nodes are called "the Relu"',
    ],
    [
      "whose output is not of its declared shape",
      { output: [value("y", 1, 1, 4, 5)] },
      '"y" is declared float32[1x1x4x5], its nodes give float32[1x1x4x4]',
    ],
    ["in no opset", { model: { opsetImport: [] } }, "does not say which opset"],
    [
      "in an opset of another domain alone",
      { model: { opsetImport: [{ domain: "mine", version: 1 }] } },
      "does not say which opset",
    ],
    [
      "in two opsets",
      {
        model: {
          opsetImport: [
            { domain: "", version: 11 },
            { domain: "ai.onnx", version: 13 },
          ],
        },
      },
      "says twice which opset",
    ],
    ["in an opset from after this project", { model: { opsetImport: [{ domain: "", version: 99 }] } }, "opset 99"],
    ["in an opset of 0", { model: { opsetImport: [{ domain: "", version: 0 }] } }, "opset 0"],
    ["with training graphs", { model: { trainingInfo: [{}] } }, "has training graphs"],
    ["with sparse initializers", { graph: { sparseInitializer: [{}] } }, "has sparse initializers"],
    ["that is not there", { model: { graph: null } }, "it has no graph"],
  ];
  test.each(broken)("%s is refused", (_, parts, message) => {
    expect(refusal(parts).message).toContain(message);
  });

  test("keeps the order of outputs whose names are whole numbers", () => {
    const nodes = [node("Relu", ["x"], ["20"], { name: "a" }), node("Relu", ["x"], ["3"], { name: "b" })];
    const { graph } = decodeOnnx(bytesOf({ node: nodes, output: [value("20", 1, 1, 4, 4), value("3", 1, 1, 4, 4)] }));
    expect(graph.outputs.map(({ name }) => name)).toEqual(["20", "3"]);
  });

  test("may call its values after members of every object", () => {
    const nodes = [node("Relu", ["__proto__"], ["constructor"], { name: "toString" })];
    const io = { input: [value("__proto__", 1, 2)], output: [value("constructor", 1, 2)] };
    const { graph } = decodeOnnx(bytesOf({ node: nodes, ...io }));
    expect(printGraph(graph)).toContain("constructor: float32[1x2] = relu(__proto__)");
  });

  test("whose weights pass the budget is refused", () => {
    const parts = { node: [node("Add", ["x", "w"], ["y"])], initializer: [ones("w", 4, 4)] };
    expect(refusal(parts, { budget: { tensorBytes: 63 } }).message).toContain("more than 63 bytes of tensors");
    expect(decodeOnnx(bytesOf(parts), { budget: { tensorBytes: 64 } }).graph.nodes).toHaveLength(1);
  });
});

test("An unpool is refused whose indices readers count differently", () => {
  const attributes = { attribute: [ints("kernel_shape", 2, 2), ints("strides", 2, 2)] };
  const sized = (...size: readonly number[]): HandWritten => ({
    node: [node("MaxPool", ["x"], ["p", "i"], attributes), node("MaxUnpool", ["p", "i", "size"], ["y"], attributes)],
    initializer: [integers("size", 1, 1, ...size)],
    output: [value("y", 1, 1, ...size)],
  });
  expect(refusal(sized(5, 5)).message).toContain('node "the MaxUnpool": MaxUnpool with this output_shape');
  expect(decodeOnnx(bytesOf(sized(4, 4))).graph.nodes).toHaveLength(2);
});
