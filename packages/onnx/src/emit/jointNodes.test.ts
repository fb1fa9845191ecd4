import {
  type DType,
  GraphBuilder,
  type Model,
  type SymbolicTensor,
  type Tensor,
  add,
  castTensor,
  evaluate,
  float32,
  floatTensor,
  givenWeights,
  relu,
  slice,
} from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import { decodeOnnx } from "../import/decodeOnnx.js";
import { differences, runOnnxRuntime } from "../runtime.test.fixture.js";
import { emitModel } from "./emitModel.js";
import type { EmitOptions } from "./emitOptions.js";

const SHAPE = [2, 6, 5] as const;

/** Where a part begins and ends on the axis. */
type Range = readonly [start: number, end: number];

function part(x: SymbolicTensor, axis: number, [start, end]: Range, step = 1): SymbolicTensor {
  const { shape } = x.type;
  return slice({
    start: shape.map((_, each) => (each === axis ? start : 0)),
    end: shape.with(axis, end),
    step: shape.map((_, each) => (each === axis ? step : 1)),
  })(x);
}

function modelOf(
  build: (x: SymbolicTensor) => Readonly<Record<string, SymbolicTensor>>,
  dtype: DType = "float32",
): Model {
  const builder = new GraphBuilder("net");
  const graph = builder.build(build(builder.input("x", { dtype, shape: SHAPE })));
  return { graph, weights: givenWeights(new Map()) };
}

/** Parts of x along an axis, each an output. */
const cut = (axis: number, ranges: readonly Range[], dtype?: DType): Model =>
  modelOf((x) => Object.fromEntries(ranges.map((range, at) => [`y${at}`, part(x, axis, range)])), dtype);

function nodesOf(model: Model, options?: EmitOptions) {
  return emitModel(model, options).proto.graph!.node!;
}

const operators = (model: Model, options?: EmitOptions) => nodesOf(model, options).map(({ opType }) => opType);

const HALVES: readonly Range[] = [
  [0, 3],
  [3, 6],
];
const UNEVEN: readonly Range[] = [
  [3, 4],
  [0, 3],
  [4, 6],
];

const image: Tensor = floatTensor(
  SHAPE,
  Array.from({ length: 60 }, (_, index) => Math.sin(index)),
);

describe("Slices that are all parts of a tensor along an axis are one Split", () => {
  test.each([11, 12, 13, 17, 18, 21])("in opset %i, which is read as the same slices", async (opset) => {
    for (const model of [
      cut(1, HALVES),
      cut(1, UNEVEN),
      cut(0, [
        [0, 1],
        [1, 2],
      ]),
      cut(2, [
        [0, 4],
        [4, 5],
      ]),
    ]) {
      expect(operators(model, { opset })).toEqual(["Split"]);
      const bytes = encodeOnnx(model, { opset });
      const expected = evaluate(model, { x: image });
      expect(differences(await runOnnxRuntime(bytes, { x: image }), expected, 0)).toEqual([]);
      const read = decodeOnnx(bytes);
      expect(differences(evaluate(read, { x: image }), expected, 0)).toEqual([]);
      expect(read.graph.nodes.map(({ op }) => op.name)).toEqual(model.graph.nodes.map(({ op }) => op.name));
      const again = encodeOnnx(read, { opset });
      expect(encodeOnnx(decodeOnnx(again), { opset })).toEqual(again);
    }
  });

  test.each<[number, readonly Range[], object]>([
    [
      12,
      HALVES,
      {
        attribute: [
          ["axis", 1],
          ["split", [3, 3]],
        ],
        inputs: 1,
      },
    ],
    [13, HALVES, { attribute: [["axis", 1]], inputs: 1 }],
    [13, UNEVEN, { attribute: [["axis", 1]], inputs: 2 }],
    [
      18,
      HALVES,
      {
        attribute: [
          ["axis", 1],
          ["num_outputs", 2],
        ],
        inputs: 1,
      },
    ],
    [18, UNEVEN, { attribute: [["axis", 1]], inputs: 2 }],
  ])("as opset %i says %j", (opset, ranges, expected) => {
    const [node] = nodesOf(cut(1, ranges), { opset });
    const attribute = node!.attribute!.map(({ name, i, ints }) => [name, ints ?? i]);
    expect({ attribute, inputs: node!.input!.length }).toEqual(expected);
  });

  test("with its outputs along the axis, where the first of them stood, named after where they stand", () => {
    const model = modelOf((x) => {
      const last = x.builder.scope("block", () => x.builder.scope("cut", () => part(x, 1, [3, 6])));
      const between = relu()(last);
      const first = x.builder.scope("block", () => x.builder.scope("cut", () => part(x, 1, [0, 3])));
      return { y: add()(between, first) };
    });
    const [split, ...rest] = nodesOf(model);
    expect(split).toMatchObject({
      name: "block/cut",
      opType: "Split",
      output: ["block/cut/slice2", "block/cut/slice"],
    });
    expect(rest.map(({ opType }) => opType)).toEqual(["Relu", "Add"]);
  });

  test("for TensorRT, and each node is told of", () => {
    const told: string[] = [];
    const onNode: EmitOptions["onNode"] = ({ node, operator }) => void told.push(`${node.op.name} ${operator}`);
    expect(operators(cut(1, HALVES), { target: "tensorrt-8.2", onNode })).toEqual(["Split"]);
    expect(told).toEqual(["slice Split", "slice Split"]);
  });

  test.each(["float16", "int32", "int64", "uint8"] as const)("of %s", async (dtype) => {
    const model = cut(1, UNEVEN, dtype);
    const x = castTensor(
      floatTensor(
        SHAPE,
        [...image.data].map((value) => Math.abs(Math.round(9 * value))),
      ),
      dtype,
    );
    expect(operators(model, { opset: 13 })).toEqual(["Split"]);
    const given = await runOnnxRuntime(encodeOnnx(model, { opset: 13 }), { x });
    expect(differences(given, evaluate(model, { x }), 0)).toEqual([]);
  });
});

test("Others stay slices", () => {
  const stays = (model: Model) => expect(new Set(operators(model))).toEqual(new Set(["Slice"]));
  stays(cut(1, [[0, 3]]));
  stays(
    cut(1, [
      [0, 3],
      [3, 5],
    ]),
  );
  stays(
    cut(1, [
      [1, 3],
      [3, 6],
    ]),
  );
  stays(
    cut(1, [
      [0, 4],
      [3, 6],
    ]),
  );
  stays(cut(1, HALVES, "bool"));
  stays(modelOf((x) => ({ a: part(x, 1, [0, 3]), b: part(x, 2, [3, 5]) })));
  stays(modelOf((x) => ({ a: part(x, 1, [0, 6], 2), b: part(x, 1, [1, 6], 2) })));
  const of = (builder: GraphBuilder) => builder.input("z", float32(...SHAPE));
  stays(modelOf((x) => ({ a: part(x, 1, [0, 3]), b: part(of(x.builder), 1, [3, 6]) })));
});

test("What else reads the tensor stays beside the Split", () => {
  const model = modelOf((x) => ({
    a: part(x, 1, [0, 2]),
    b: part(x, 1, [1, 6]),
    c: part(x, 1, [2, 6]),
    d: relu()(x),
  }));
  expect(operators(model)).toEqual(["Split", "Slice", "Relu"]);
});

test("A part that nothing reads is none", () => {
  const model = modelOf((x) => {
    part(x, 1, [3, 6]);
    return { y: part(x, 1, [0, 3]) };
  });
  expect(operators(model)).toEqual(["Slice"]);
});
