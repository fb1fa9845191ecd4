import { UnknownNameError } from "@linknet-kit/base";
import {
  type Graph,
  GraphBuilder,
  conv2d,
  dropout2d,
  reluOp,
  float32,
  initialWeights,
  maxPool2d,
  maxPool2dWithIndices,
  pad,
  relu,
  slice,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { OpsetRangeError, OpsetTooLowError } from "../opsets.js";
import { smallNetwork } from "../smallNetwork.test.fixture.js";
import { lowerGraph } from "../targets.js";
import { DynamicBatchError } from "./dynamicBatch.js";
import { emitModel } from "./emitModel.js";
import type { EmitOptions } from "./emitOptions.js";

const emit = (graph: Graph, options: EmitOptions = {}) => emitModel({ graph, weights: initialWeights(0) }, options);

/** `image` -> conv -> relu -> `y`. */
function tinyGraph(): Graph {
  const builder = new GraphBuilder("tiny");
  const x = builder.input("image", float32(1, 1, 2, 2));
  return builder.build({ y: relu()(builder.scope("stem", () => conv2d({ filters: 1, kernel: 1 })(x))) });
}

test("A node has the path of its layer, its op's type and attributes, and the names of what it reads and gives", () => {
  const { proto, initializers } = emit(tinyGraph());
  expect(proto.graph?.node?.[0]).toEqual({
    name: "stem/conv2d",
    opType: "Conv",
    input: ["image", "stem/conv2d/weight", "stem/conv2d/bias"],
    output: ["stem/conv2d"],
    attribute: [
      { name: "kernel_shape", type: 7, ints: [1, 1] },
      { name: "strides", type: 7, ints: [1, 1] },
      { name: "pads", type: 7, ints: [0, 0, 0, 0] },
      { name: "dilations", type: 7, ints: [1, 1] },
      { name: "group", type: 2, i: 1 },
    ],
  });
  expect(initializers.map(({ name }) => name)).toEqual(["stem/conv2d/weight", "stem/conv2d/bias"]);
});

test("Inputs, outputs and everything between have their types; the file says who wrote it", () => {
  const { proto } = emit(tinyGraph());
  const dim = [{ dimValue: 1 }, { dimValue: 1 }, { dimValue: 2 }, { dimValue: 2 }];
  const type = { tensorType: { elemType: 1, shape: { dim } } };
  expect(proto.graph?.input).toEqual([{ name: "image", type }]);
  expect(proto.graph?.valueInfo).toEqual([{ name: "stem/conv2d", type }]);
  expect(proto.graph?.output).toEqual([{ name: "y", type }]);
  expect(proto).toMatchObject({
    irVersion: 8,
    producerName: "linknet-kit",
    opsetImport: [{ domain: "", version: 17 }],
  });
});

describe("opsets", () => {
  test.each([
    [11, 6],
    [12, 7],
    [14, 7],
    [15, 8],
    [18, 8],
    [19, 9],
    [20, 9],
    [21, 10],
  ])("opset %i stands in IR version %i", (opset, irVersion) => {
    expect(emit(tinyGraph(), { opset }).proto).toMatchObject({ irVersion, opsetImport: [{ version: opset }] });
  });

  test.each([10, 22, 0, -1, 17.5, Number.NaN])("%d is refused, and the range named", (opset) => {
    expect(() => emit(tinyGraph(), { opset })).toThrow(OpsetRangeError);
    expect(() => emit(tinyGraph(), { opset })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("11 to 21") }),
    );
  });

  test("an op that the opset lacks is named with its path and the lowest opset that has it", () => {
    const late = { ...reluOp, onnx: reluOp.onnx.map((form) => ({ ...form, from: 14 })) };
    const builder = new GraphBuilder("g");
    const x = builder.input("x", float32(1, 1, 2, 2));
    const graph = builder.build({ y: builder.scope("regular", () => builder.apply(late, { x }, {}).y) });
    expect(() => emit(graph, { opset: 13 })).toThrow(OpsetTooLowError);
    expect(() => emit(graph, { opset: 13 })).toThrow(
      "regular/relu: opset 13 cannot express relu, which needs opset 14",
    );
    expect(emit(graph, { opset: 14 }).proto.graph?.node).toHaveLength(1);
  });

  test("each has the form that it knows", () => {
    const [form] = reluOp.onnx;
    const old = { kind: "int", value: 1 } as const;
    const early = { ...form!, until: 12, attributes: ["old"], write: () => ({ attributes: { old } }) };
    const renamed = { ...reluOp, onnx: [{ ...form!, operator: "Relu", from: 13 }, early] };
    const builder = new GraphBuilder("g");
    const graph = builder.build({ y: builder.apply(renamed, { x: builder.input("x", float32(1, 1, 2, 2)) }, {}).y });
    const attributesIn = (opset: number) =>
      emit(graph, { opset }).proto.graph!.node!.map(({ attribute }) => attribute!.map(({ name }) => name));
    expect(attributesIn(12)).toEqual([["old"]]);
    expect(attributesIn(13)).toEqual([[]]);
  });
});

describe("what is left out", () => {
  test("the indices of a pool that nobody reads", () => {
    const builder = new GraphBuilder("g");
    const x = builder.input("x", float32(1, 1, 4, 4));
    const { proto } = emit(builder.build({ y: maxPool2d({ kernel: 2, stride: 2 })(x) }));
    expect(proto.graph?.node?.[0]?.output).toEqual(["y"]);
  });

  test("but not the values of a pool of which only the indices are read, since readers want a first output", () => {
    const builder = new GraphBuilder("g");
    const x = builder.input("x", float32(1, 1, 4, 4));
    const { proto } = emit(builder.build({ where: maxPool2dWithIndices({ kernel: 2, stride: 2 })(x).indices }));
    expect(proto.graph?.node?.[0]?.output).toEqual(["maxPool2d", "where"]);
  });

  test("dropout, in whose place an identity stands where an output must be another's value", () => {
    const builder = new GraphBuilder("g");
    const x = relu()(builder.input("x", float32(1, 1, 4, 4)));
    const graph = builder.build({ a: x, b: dropout2d({ rate: 0.5 })(x) });
    for (const target of ["onnxruntime", "tensorrt-8.2"]) {
      expect(emit(graph, { target }).proto.graph?.node?.map(({ opType }) => opType)).toEqual(["Relu", "Identity"]);
    }
  });

  test("dropout, and layers that lead to no output", () => {
    const builder = new GraphBuilder("g");
    const x = relu()(builder.input("x", float32(1, 1, 4, 4)));
    builder.scope("dead", () => conv2d({ filters: 9, kernel: 3 })(x));
    const { proto, initializers } = emit(builder.build({ y: relu()(dropout2d({ rate: 0.5 })(x)) }));
    expect(proto.graph?.node?.map(({ opType }) => opType)).toEqual(["Relu", "Relu"]);
    expect(initializers).toEqual([]);
  });
});

describe("constants where the op has attributes", () => {
  test("are initializers called after their node", () => {
    const { initializers } = emit(smallNetwork({ height: 5, width: 4 }));
    const constants = initializers.filter(({ type }) => type.dtype === "int64").map(({ name }) => name);
    expect(constants).toEqual([
      "down/maxPool2d/cut/starts",
      "down/maxPool2d/cut/ends",
      "down/maxPool2d/cut/axes",
      "down/maxPool2d/cut/steps",
      "up/maxUnpool2d/pad/pads",
    ]);
  });

  test("get a number where something else has that name", () => {
    const builder = new GraphBuilder("g");
    const x = builder.input("slice/starts", float32(1, 1, 4, 4));
    const given = { start: [0, 0, 0, 1], end: [1, 1, 4, 3], step: [1, 1, 1, 1] };
    const { proto } = emit(builder.build({ y: slice(given)(x) }));
    expect(proto.graph?.node?.[0]?.input?.slice(0, 2)).toEqual(["slice/starts", "slice/starts2"]);
  });
});

describe("a dynamic batch", () => {
  test("stands on the first axis of every value", () => {
    const { proto } = emit(smallNetwork({ height: 9, width: 7 }), { dynamicBatch: true });
    const { input = [], output = [], valueInfo = [] } = proto.graph ?? {};
    for (const { type } of [...input!, ...output!, ...valueInfo!]) {
      expect(type?.tensorType?.shape?.dim?.[0]).toEqual({ dimParam: "batch" });
    }
  });

  test("is refused of a network that is built for more than one image", () => {
    const build = () => emit(smallNetwork({ batch: 2, height: 8, width: 8 }), { dynamicBatch: true });
    expect(build).toThrow(DynamicBatchError);
    expect(build).toThrow('"image" is float32[2x3x8x8]');
  });

  test("is refused where a layer changes the number of images", () => {
    const builder = new GraphBuilder("g");
    const x = builder.input("x", float32(1, 2, 4, 4));
    const graph = builder.build({ y: pad({ before: [0, 0, 0, 0], after: [1, 0, 0, 0] })(x) });
    expect(() => emit(graph, { dynamicBatch: true })).toThrow('"y" is float32[2x2x4x4]');
  });
});

describe("targets", () => {
  test("an unknown one is refused, and the nearest named", () => {
    expect(() => lowerGraph(tinyGraph(), "onnxruntme")).toThrow(UnknownNameError);
    expect(() => emit(tinyGraph(), { target: "onnx-runtime" })).toThrow('did you mean "onnxruntime"?');
    expect(() => emit(tinyGraph(), { target: "xyz" })).toThrow(
      expect.objectContaining({ hint: "choose from: onnxruntime, onnxruntime-web, tensorrt-8.2" }),
    );
  });
});

test("No weight is drawn before its tensor is read, and each is drawn when it is", () => {
  const drawn: string[] = [];
  const graph = tinyGraph();
  const weights = {
    get: (parameter: Graph["parameters"][number]) => {
      drawn.push(parameter.name);
      return initialWeights(0).get(parameter);
    },
  };
  const { initializers } = emitModel({ graph, weights });
  expect(drawn).toEqual([]);
  initializers[1]?.read();
  expect(drawn).toEqual(["stem/conv2d/bias"]);
});
