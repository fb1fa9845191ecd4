/** Operators that are read as several ops, and what is known before the graph runs, beside ONNX Runtime on the file as it came. */
import { type Tensor, castTensor, countCost, evaluate, floatTensor, floats, outputValues } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import { runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { type HandWritten, attribute, bytesOf, integers, ints, node, value } from "./proto.test.fixture.js";

/** Halves from -2 on, exact in every order of sums. */
const counting = (...shape: readonly number[]): Tensor => {
  const length = shape.reduce((product, side) => product * side, 1);
  return floatTensor(
    shape,
    Array.from({ length }, (_, index) => (index % 9) / 2 - 2),
  );
};

const weights = (name: string, ...dims: readonly number[]) => ({
  name,
  dims: [...dims],
  dataType: 1,
  floatData: [...counting(...dims).data] as number[],
});

/** The model, after the file, the reference and what is written of it gave the same. */
async function agreeing(parts: HandWritten, x: Tensor) {
  const bytes = bytesOf(parts);
  const model = decodeOnnx(bytes);
  const expected = await runOnnxRuntime(bytes, { x });
  expect(evaluate(model, { x })).toEqual(expected);
  expect(await runOnnxRuntime(encodeOnnx(model), { x })).toEqual(expected);
  return model;
}

/** As `agreeing`, where roots and quotients are rounded. */
async function nearly(parts: HandWritten, x: Tensor) {
  const bytes = bytesOf(parts);
  const model = decodeOnnx(bytes);
  const { y } = await runOnnxRuntime(bytes, { x });
  for (const given of [evaluate(model, { x }), await runOnnxRuntime(encodeOnnx(model), { x })]) {
    const errors = Array.from(floats(given["y"]!), (each, index) => Math.abs(each - floats(y!)[index]!));
    expect(given["y"]!.shape).toEqual(y!.shape);
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  }
  return model;
}

const flag = (name: string) => attribute("INT", name, { i: 1 });
const factor = (name: string, f: number) => attribute("FLOAT", name, { f });

describe("Gemm", () => {
  test.each([
    { title: "plain", attributes: [], x: [2, 3], w: [3, 4], c: [] },
    { title: "with a bias", attributes: [], x: [2, 3], w: [3, 4], c: [[4]] },
    { title: "as PyTorch's linear layers", attributes: [flag("transB")], x: [2, 3], w: [4, 3], c: [[4]] },
    {
      title: "with everything",
      attributes: [flag("transA"), flag("transB"), factor("alpha", 0.5), factor("beta", -2)],
      x: [3, 2],
      w: [4, 3],
      c: [[2, 1]],
    },
  ])("$title is a product and a sum, under its name in the file", async ({ attributes, x, w, c }) => {
    const model = await agreeing(
      {
        node: [
          node("Gemm", ["x", "w", ...c.map(() => "c")], ["h"], { attribute: attributes }),
          node("Relu", ["h"], ["y"]),
        ],
        input: [value("x", ...x)],
        output: [value("y", 2, 4)],
        initializer: [weights("w", ...w), ...c.map((shape) => weights("c", ...shape))],
      },
      counting(...x),
    );
    const relu = model.graph.nodes.at(-1)!;
    expect([relu.op.name, relu.inputs["x"]]).toMatchObject(["relu", { name: "h" }]);
    // A weight that is turned or scaled is so before the graph runs; what is fed is not.
    const isFed = attributes.some(({ name }) => name === "transA");
    const turned = model.graph.nodes.filter(({ op }) => op.name === "transpose");
    expect(turned).toHaveLength(isFed ? 1 : 0);
  });

  test("of integers is a product and a sum, factors whole", () => {
    const typed = (name: string) => ({
      name,
      type: { tensorType: { elemType: 6, shape: { dim: [{ dimValue: 2 }, { dimValue: 2 }] } } },
    });
    const parts = (beta: number): HandWritten => ({
      node: [node("Gemm", ["x", "x", "x"], ["y"], { attribute: [factor("beta", beta)] })],
      input: [typed("x")],
      output: [typed("y")],
    });
    const x = castTensor(floatTensor([2, 2], [1, 2, 3, 4]), "int32");
    const { y } = evaluate(decodeOnnx(bytesOf(parts(-2))), { x });
    expect([...y!.data]).toEqual([7 - 2, 10 - 4, 15 - 6, 22 - 8]);
    expect(() => decodeOnnx(bytesOf(parts(0.5)))).toThrow("Gemm multiplies integers by 0.5");
  });

  test("of something else than matrices is refused", () => {
    const parts = { node: [node("Gemm", ["x", "x"], ["y"])] };
    expect(() => decodeOnnx(bytesOf(parts))).toThrow('node "the Gemm": Gemm multiplies 1x1x4x4, no matrix');
  });

  test("has names that no value of the file has", async () => {
    const parts = {
      node: [
        node("Gemm", ["x", "w"], ["h"]),
        node("Relu", ["h"], ["the Gemm/matMul"]),
        node("Identity", ["the Gemm/matMul"], ["y"]),
      ],
      input: [value("x", 2, 3)],
      output: [value("y", 2, 4)],
      initializer: [weights("w", 3, 4)],
    };
    const { graph } = await agreeing(parts, counting(2, 3));
    expect(graph.nodes.flatMap(outputValues).map(({ name }) => name)).toEqual(["h", "the Gemm/matMul", "y"]);
  });
});

describe("Pad", () => {
  const padded = (pads: readonly number[], ...shape: readonly number[]): HandWritten => ({
    node: [node("Pad", ["x", "pads", "nine"], ["y"])],
    input: [value("x", 1, 2, 3, 4)],
    output: [value("y", ...shape)],
    initializer: [integers("pads", ...pads), { name: "nine", dims: [], dataType: 1, floatData: [9] }],
  });
  const opsOf = async (parts: HandWritten) =>
    (await agreeing(parts, counting(1, 2, 3, 4))).graph.nodes.map(({ op, name }) => `${op.name} ${name}`);

  test("of a negative border takes away what is there, before it adds elsewhere", async () => {
    expect(await opsOf(padded([0, 0, -1, 0, 0, 0, 0, -2], 1, 2, 2, 2))).toEqual(["slice the Pad/slice"]);
    expect(await opsOf(padded([0, 0, -1, 1, 0, 1, 2, -2], 1, 3, 4, 3))).toEqual([
      "slice the Pad/slice",
      "pad the Pad/pad",
    ]);
  });

  test("of a negative border as opsets wrote it until 10", async () => {
    const parts: HandWritten = {
      node: [node("Pad", ["x"], ["y"], { attribute: [ints("pads", 0, 0, -1, 1, 0, 0, 0, -2), factor("value", -1)] })],
      input: [value("x", 1, 2, 3, 4)],
      output: [value("y", 1, 2, 2, 3)],
      model: { opsetImport: [{ domain: "", version: 10 }] },
    };
    expect(await opsOf(parts)).toEqual(["slice the Pad/slice", "pad the Pad/pad"]);
  });

  test("of a border that takes away more than there is is refused", () => {
    expect(() => decodeOnnx(bytesOf(padded([0, 0, -4, 0, 0, 0, 0, 0], 1, 2, 0, 4)))).toThrow("is not inside 1x2x3x4");
  });

  test("of any other is one pad", async () => {
    expect(await opsOf(padded([0, 0, 1, 0, 0, 0, 0, 2], 1, 2, 4, 6))).toEqual(["pad the Pad"]);
  });
});

test("An average over edges counts zeros in the padding, and nothing of what windows reach over behind it", async () => {
  const sides = ints("pads", 1, 0, 0, 1);
  const attributes = [ints("kernel_shape", 2, 2), ints("strides", 2, 3), sides, flag("ceil_mode")];
  const pooled = (...more: typeof attributes): HandWritten => ({
    node: [node("AveragePool", ["x"], ["y"], { attribute: [...attributes, ...more] })],
    input: [value("x", 1, 2, 4, 4)],
    output: [value("y", 1, 2, 3, 2)],
  });
  const opsOf = async (parts: HandWritten) =>
    (await agreeing(parts, counting(1, 2, 4, 4))).graph.nodes.map(({ op }) => op.name);
  expect(await opsOf(pooled())).toEqual(["averagePool"]);
  expect(await opsOf(pooled(flag("count_include_pad")))).toEqual(["pad", "averagePool"]);
});

describe("Norms and pools of ONNX's own", () => {
  const whole = (name: string, i: number) => attribute("INT", name, { i });
  const ofImage = (operator: string, given: NonNullable<HandWritten["node"]>[number], ...shape: readonly number[]) => ({
    node: [node(operator, given.input ?? ["x"], ["y"], given)],
    input: [value("x", 2, 4, 4, 4)],
    output: [value("y", ...shape)],
  });

  test.each([
    ["LpPool", [ints("kernel_shape", 2, 2), ints("strides", 2, 2)], [2, 4, 2, 2]],
    ["LpPool", [ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1), whole("p", 1)], [2, 4, 4, 4]],
    ["GlobalLpPool", [whole("p", 3)], [2, 4, 1, 1]],
    ["LpNormalization", [whole("axis", 1), whole("p", 1)], [2, 4, 4, 4]],
    ["LpNormalization", [], [2, 4, 4, 4]],
    ["MeanVarianceNormalization", [], [2, 4, 4, 4]],
  ] as const)("%s is what it is made of", async (operator, given, shape) => {
    const { graph } = await nearly(ofImage(operator, { attribute: [...given] }, ...shape), counting(2, 4, 4, 4));
    expect(graph.outputs.map(({ name, type }) => [name, type.shape])).toEqual([["y", shape]]);
  });

  test("GroupNormalization until opset 20 has a number a group for all of its channels", async () => {
    const given = { input: ["x", "scale", "bias"], attribute: [whole("num_groups", 2)] };
    const parts = {
      ...ofImage("GroupNormalization", given, 2, 4, 4, 4),
      initializer: [weights("scale", 2), weights("bias", 2)],
      model: { opsetImport: [{ domain: "", version: 18 }] },
    };
    const model = await nearly(parts, counting(2, 4, 4, 4));
    expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["groupNorm"]);
    expect(model.graph.parameters.map(({ type }) => type.shape)).toEqual([[4], [4]]);
  });
});

test("A head is read as it came: flattened, multiplied, shifted", async () => {
  const model = await agreeing(
    {
      node: [node("Flatten", ["x"], ["f"]), node("Gemm", ["f", "w", "c"], ["y"], { attribute: [flag("transB")] })],
      input: [value("x", 2, 3, 1, 2)],
      output: [value("y", 2, 5)],
      initializer: [weights("w", 5, 6), weights("c", 5)],
    },
    counting(2, 3, 1, 2),
  );
  expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["reshape", "linear"]);
});

describe("What is known before the graph runs", () => {
  test("is computed, be it an output or what an op takes as a constant", async () => {
    const parts = {
      node: [
        node("Concat", ["two", "four"], ["shape"], { attribute: [attribute("INT", "axis", { i: 0 })] }),
        node("Reshape", ["x", "shape"], ["y"]),
        node("Identity", ["w"], ["z"]),
      ],
      input: [value("x", 1, 8)],
      output: [value("y", 2, 4), value("z", 3)],
      initializer: [integers("two", 2), integers("four", 4), weights("w", 3)],
    };
    const { graph } = await agreeing(parts, counting(1, 8));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual(["reshape"]);
  });

  test("is one weight, however many nodes hand it on", async () => {
    const parts = {
      node: [
        node("Identity", ["w"], ["again"]),
        node("Identity", ["again"], ["and again"], { name: "second" }),
        node("Add", ["x", "w"], ["once"]),
        node("Add", ["once", "and again"], ["y"], { name: "sum" }),
      ],
      input: [value("x", 3)],
      output: [value("y", 3)],
      initializer: [weights("w", 3)],
    };
    const { graph } = await agreeing(parts, counting(3));
    expect(graph.parameters.map(({ name }) => name)).toEqual(["w"]);
  });

  test("may be empty", async () => {
    const parts = {
      node: [
        node("Slice", ["two", "from", "from"], ["none"]),
        node("Concat", ["none", "two", "none", "four"], ["shape"], { attribute: [attribute("INT", "axis", { i: 0 })] }),
        node("Reshape", ["x", "shape"], ["y"]),
      ],
      input: [value("x", 1, 8)],
      output: [value("y", 2, 4)],
      initializer: [integers("two", 2), integers("four", 4), integers("from", 0)],
    };
    const { graph } = await agreeing(parts, counting(1, 8));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual(["reshape"]);
  });
});

describe("Of any number of tensors", () => {
  const of = (operator: string, ...inputs: readonly string[]): HandWritten => ({
    node: [node(operator, inputs, ["y"])],
    input: [value("x", 2, 3)],
    output: [value("y", 2, 3)],
    initializer: [weights("w", 3), weights("v", 2, 1)],
  });
  const opsOf = async (parts: HandWritten): Promise<readonly string[]> =>
    (await agreeing(parts, counting(2, 3))).graph.nodes.map(({ op }) => op.name);

  test.each(["Sum", "Max", "Min"])("%s is a chain, and of one tensor nothing", async (operator) => {
    const op = operator === "Sum" ? "add" : operator.toLowerCase();
    expect(await opsOf(of(operator, "x", "w", "v"))).toEqual([op, op]);
    expect(await opsOf(of(operator, "x", "w"))).toEqual([op]);
    const alone = decodeOnnx(bytesOf(of(operator, "x")));
    expect(evaluate(alone, { x: counting(2, 3) })["y"]).toEqual(counting(2, 3));
  });

  test("a mean is their sum, divided", async () => {
    expect(await opsOf(of("Mean", "x", "w", "v", "w"))).toEqual(["add", "add", "add", "div"]);
  });
});

describe("Clip", () => {
  const between = (...limits: readonly string[]): HandWritten => ({
    node: [
      node("Sub", ["w", "one"], ["low"]),
      node("Add", ["x0", "one"], ["high"]),
      node("Clip", ["x", ...limits], ["y"]),
    ],
    input: [value("x", 2, 3)],
    output: [value("y", 2, 3)],
    initializer: [scalar("w", 0.5), scalar("one", 1), scalar("x0", 0)],
  });
  const scalar = (name: string, number: number) => ({ name, dims: [], dataType: 1, floatData: [number] });

  test.each([["low", "high"], ["low"], ["", "high"], []])("between limits that are known: %s %s", async (...limits) => {
    const { graph } = await agreeing(between(...limits), counting(2, 3));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual(["clip"]);
  });

  test("between limits that the graph computes is the larger, and then the smaller", async () => {
    const parts: HandWritten = {
      node: [
        node("ReduceMean", ["x"], ["m"], { attribute: [attribute("INT", "keepdims", { i: 0 })] }),
        node("Clip", ["x", "", "m"], ["y"]),
      ],
      input: [value("x", 2, 3)],
      output: [value("y", 2, 3)],
    };
    const { graph } = await nearly(parts, counting(2, 3));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual(["reduceMean", "min"]);
  });
});

test("Arithmetic of shapes and truth values leaves no node, and is exact in 64 bits", () => {
  const int64 = { name: "z", type: { tensorType: { elemType: 7, shape: { dim: [{ dimValue: 1 }] } } } };
  const parts = {
    node: [
      node("Mul", ["big", "three"], ["m"]),
      node("Div", ["m", "three"], ["d"]),
      node("Mod", ["d", "three"], ["r"]),
      node("Greater", ["d", "three"], ["g"]),
      node("Equal", ["d", "big"], ["e"]),
      node("And", ["g", "e"], ["both"]),
      node("Not", ["both"], ["n"]),
      node("Where", ["n", "r", "m"], ["chosen"]),
      node("Max", ["chosen", "three", "r"], ["z"]),
      node("Relu", ["x"], ["y"]),
    ],
    input: [value("x", 1)],
    output: [value("y", 1), int64],
    initializer: [integers("big", 2 ** 52 + 1), integers("three", 3)],
  };
  const model = decodeOnnx(bytesOf(parts));
  expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["relu"]);
  expect(evaluate(model, { x: counting(1) })["z"]).toMatchObject({
    dtype: "int64",
    data: BigInt64Array.of(3n * 2n ** 52n + 3n),
  });
});

describe("Indices that count from the end", () => {
  const gathered = (...nodes: readonly ReturnType<typeof node>[]): HandWritten => ({
    node: [...nodes],
    input: [value("x", 3, 4)],
    output: [value("y", 2, 2)],
    initializer: [{ name: "indices", dims: [2, 2], dataType: 7, int64Data: [-1, 0, 2, -3] }],
  });

  test.each([
    { operator: "GatherElements", op: "gatherElements" },
    { operator: "GatherND", op: "gatherND" },
  ])("are counted from the start where $operator knows them", async ({ operator, op }) => {
    const parts = gathered(node(operator, ["x", "indices"], ["y"]));
    const only = operator === "GatherND" ? { ...parts, output: [value("y", 2)] } : parts;
    const model = await agreeing(only, counting(3, 4));
    expect(model.graph.nodes.map((each) => each.op.name)).toEqual([op]);
    expect(Array.from(model.weights.get(model.graph.parameters[0]!).data, Number)).toEqual(
      operator === "GatherND" ? [2, 0, 2, 1] : [2, 0, 2, 0],
    );
  });

  test("are so when the graph runs where it computes them", async () => {
    const parts: HandWritten = {
      node: [
        node("Cast", ["x"], ["h"], { attribute: [attribute("INT", "to", { i: 7 })] }),
        node("Gather", ["w", "h"], ["y"]),
      ],
      input: [value("x", 2, 3)],
      output: [value("y", 2, 3, 2)],
      initializer: [weights("w", 3, 2)],
    };
    const model = await agreeing(parts, floatTensor([2, 3], [0, -1, 2, -3, 1, -2]));
    expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["cast", "mod", "gather"]);
  });

  test("and point nowhere are refused", () => {
    const parts = gathered(node("ScatterElements", ["x", "indices", "x"], ["y"]));
    const far = { name: "indices", dims: [1, 1], dataType: 7, int64Data: [-4] };
    expect(() => decodeOnnx(bytesOf({ ...parts, initializer: [far] }))).toThrow("there is no index -1");
  });
});

const text = (name: string, s: string) => attribute("STRING", name, { s: new TextEncoder().encode(s) });

describe("Einsum", () => {
  const einsum = (
    equation: string,
    x: readonly number[],
    y: readonly number[],
    ...w: readonly number[][]
  ): HandWritten => ({
    node: [
      node("Einsum", ["x", ...w.map((_, index) => `w${index}`)], ["y"], { attribute: [text("equation", equation)] }),
    ],
    input: [value("x", ...x)],
    output: [value("y", ...y)],
    initializer: w.map((shape, index) => weights(`w${index}`, ...shape)),
  });

  test.each([
    { equation: "ij,jk->ik", x: [2, 3], w: [[3, 4]], y: [2, 4], ops: ["matMul"], macs: 24 },
    { equation: "bhid,bhjd->bhij", x: [1, 2, 3, 4], w: [[1, 2, 5, 4]], y: [1, 2, 3, 5], ops: ["matMul"], macs: 120 },
    { equation: "bchw,kc->bkhw", x: [2, 3, 2, 2], w: [[4, 3]], y: [2, 4, 2, 2], macs: 96 },
    { equation: "...ij,...jk", x: [2, 2, 3], w: [[2, 3, 2]], y: [2, 2, 2], macs: 24 },
    { equation: " ii -> i ", x: [3, 3], w: [], y: [3], ops: ["reshape", "slice"], macs: 0 },
    { equation: "iji->j", x: [2, 3, 2], w: [], y: [3], macs: 0 },
    { equation: "ij->ji", x: [2, 3], w: [], y: [3, 2], ops: ["transpose"], macs: 0 },
    { equation: "i,j->ij", x: [2], w: [[3]], y: [2, 3], macs: 0 },
    { equation: "ij,ij->", x: [2, 3], w: [[2, 3]], y: [], macs: 6 },
    {
      equation: "ij,jk,kl->il",
      x: [2, 3],
      w: [
        [3, 2],
        [2, 2],
      ],
      y: [2, 2],
      macs: 20,
    },
  ])("of $equation is products of matrices", async ({ equation, x, w, y, ops, macs }) => {
    const model = await nearly(einsum(equation, x, y, ...w), counting(...x));
    const made = model.graph.nodes.map(({ op }) => op.name);
    expect({ made, macs: countCost(model.graph).macs }).toEqual({ made: ops ?? made, macs });
  });

  test.each([
    ["ij", "of 2 operands"],
    ["ij,jkl->i", "of an operand of rank 2"],
    ["ij,jk->iz", "an axis of no operand"],
    ["ij,jk->ii", "or one twice"],
    ["i1,jk->i", "which is not understood"],
    ["ij,ik->jk", "Einsum has 2 and 3 of i"],
  ])("of %s is refused: %s", (equation, problem) => {
    expect(() => decodeOnnx(bytesOf(einsum(equation, [2, 3], [1], [3, 2])))).toThrow(problem);
  });
});

describe("OneHot", () => {
  const oneHot = (...depth: readonly number[]): HandWritten => ({
    node: [
      node("Cast", ["x"], ["h"], { attribute: [attribute("INT", "to", { i: 7 })] }),
      node("OneHot", ["h", "depth", "values"], ["y"], { attribute: [attribute("INT", "axis", { i: 1 })] }),
    ],
    input: [value("x", 2, 3)],
    output: [value("y", 2, 4, 3)],
    initializer: [integers("depth", ...depth), weights("values", 2)],
  });

  test("counts from both ends, and beyond them is nowhere", async () => {
    const { graph } = await agreeing(oneHot(4), floatTensor([2, 3], [0, -1, 3, -4, 4, -5]));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual(["cast", "reshape", "equal", "equal", "or", "where"]);
  });

  test("without a depth that is a number is refused", () => {
    expect(() => decodeOnnx(bytesOf(oneHot(-1)))).toThrow("OneHot has a depth of -1");
    expect(() => decodeOnnx(bytesOf(oneHot(1, 2)))).toThrow("OneHot computes its depth");
  });
});

describe("MaxPool with indices that count columns first", () => {
  const pool = (rank: number, given: readonly number[], made: readonly number[]): HandWritten => ({
    node: [
      node("MaxPool", ["x"], ["values", "y"], {
        attribute: [ints("kernel_shape", ...Array.from({ length: rank }, () => 2)), flag("storage_order")],
      }),
    ],
    input: [value("x", ...given)],
    output: [{ name: "y", type: { tensorType: { elemType: 7, shape: value("y", ...made).type!.tensorType!.shape! } } }],
  });

  test("counts those of each channel anew", async () => {
    const model = await agreeing(pool(2, [2, 2, 3, 5], [2, 2, 2, 4]), counting(2, 2, 3, 5));
    // 1 to 4 in two rows: the last element is the last in either order, but that behind it the first of the next column.
    const x = floatTensor([1, 1, 2, 3], [0, 0, 0, 1, 0, 2]);
    const { y } = evaluate(decodeOnnx(bytesOf(pool(2, [1, 1, 2, 3], [1, 1, 1, 2]))), { x });
    expect([...y!.data]).toEqual([1n, 5n]);
    expect(model.graph.nodes[0]!.op.name).toBe("maxPool");
    await agreeing(pool(3, [1, 2, 3, 4, 5], [1, 2, 2, 3, 4]), counting(1, 2, 3, 4, 5));
    const line = await agreeing(pool(1, [1, 2, 5], [1, 2, 4]), counting(1, 2, 5));
    expect(line.graph.nodes).toHaveLength(1);
  });
});

describe("Resize of a region", () => {
  const crop = (
    opset: number,
    { roi, axes = [] }: { readonly roi: readonly number[]; readonly axes?: readonly number[] },
    { scales = [] as readonly number[], sizes = [] as readonly number[] },
  ): HandWritten => ({
    node: [
      node("Resize", ["x", "roi", "scales", ...(sizes.length > 0 ? ["sizes"] : [])], ["y"], {
        attribute: [
          attribute("STRING", "mode", { s: new TextEncoder().encode("linear") }),
          attribute("STRING", "coordinate_transformation_mode", { s: new TextEncoder().encode("tf_crop_and_resize") }),
          factor("extrapolation_value", 7),
          ...(axes.length > 0 ? [ints("axes", ...axes)] : []),
        ],
      }),
    ],
    initializer: [
      { name: "roi", dims: [roi.length], dataType: 1, floatData: [...roi] },
      { name: "scales", dims: [scales.length], dataType: 1, floatData: [...scales] },
      ...(sizes.length > 0 ? [integers("sizes", ...sizes)] : []),
    ],
    input: [value("x", 1, 1, 4, 4)],
    output: [value("y", "N", "C", "H", "W")],
    model: { irVersion: 8, opsetImport: [{ domain: "", version: opset }] },
  });

  test("of all axes, or of those that are named", async () => {
    const all = crop(13, { roi: [0, 0, 0.25, 0.5, 1, 1, 0.75, 1.5] }, { sizes: [1, 1, 3, 5] });
    const named = crop(18, { roi: [0.5, 0.25, 1.5, 0.75], axes: [3, -2] }, { sizes: [5, 3] });
    for (const parts of [all, named]) {
      const model = await nearly(parts, counting(1, 1, 4, 4));
      expect(model.graph.nodes[0]!.attributes).toMatchObject({ regionStart: [0, 0, 0.25, 0.5], extrapolation: 7 });
    }
  });

  test.each([
    ["no region", { roi: [] }, { sizes: [1, 1, 3, 5] }, "has no start and end of its region"],
    ["scales", { roi: [0, 0, 0, 0, 1, 1, 1, 1] }, { scales: [1, 1, 2, 2] }, "crops by scales"],
    ["a side that stays", { roi: [0, 0, 0, 0, 1, 1, 0.5, 1] }, { sizes: [1, 1, 4, 5] }, "crops where some readers"],
  ])("with %s is refused", (_, region, sides, problem) => {
    expect(() => decodeOnnx(bytesOf(crop(13, region, sides)))).toThrow(problem);
  });
});

describe("ReverseSequence", () => {
  const reversed = (batch: number, ...lengths: readonly number[]): HandWritten => ({
    node: [
      node("ReverseSequence", ["x", "lengths"], ["y"], {
        attribute: [attribute("INT", "batch_axis", { i: batch }), attribute("INT", "time_axis", { i: 1 - batch })],
      }),
    ],
    input: [value("x", 3, 4, 2)],
    output: [value("y", 3, 4, 2)],
    initializer: [integers("lengths", ...lengths)],
  });

  test("turns the first elements of each", async () => {
    await agreeing(reversed(0, 4, 2, 1), counting(3, 4, 2));
    const { graph } = await agreeing(reversed(1, 1, 2, 3, 3), counting(3, 4, 2));
    expect(graph.nodes.map(({ op }) => op.name)).toEqual(["reshape", "gather", "reshape"]);
  });

  test("of other lengths or axes is refused", () => {
    expect(() => decodeOnnx(bytesOf(reversed(0, 5, 2, 1)))).toThrow("no length of up to 4 for each of 3 sequences");
    expect(() => decodeOnnx(bytesOf(reversed(1, 1, 2, 3)))).toThrow("no length of up to 3 for each of 4 sequences");
    expect(() => decodeOnnx(bytesOf(reversed(2, 1, 2)))).toThrow(
      "ReverseSequence has its sequences on the axes 2 and -1",
    );
  });
});

describe("Diagonals", () => {
  test.each([
    { upper: 1, k: 0 },
    { upper: 1, k: -1 },
    { upper: 0, k: 1 },
    { upper: 0, k: -9 },
  ])("bound what Trilu keeps: upper $upper, k $k", async ({ upper, k }) => {
    const parts: HandWritten = {
      node: [node("Trilu", ["x", "k"], ["y"], { attribute: [attribute("INT", "upper", { i: upper })] })],
      input: [value("x", 2, 3, 4)],
      output: [value("y", 2, 3, 4)],
      initializer: [{ ...integers("k", k), dims: [] }],
    };
    const model = await agreeing(parts, counting(2, 3, 4));
    expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["where"]);
  });

  test("are what EyeLike knows beforehand", async () => {
    const parts: HandWritten = {
      node: [
        node("EyeLike", ["x"], ["h"], { attribute: [attribute("INT", "k", { i: -1 })] }),
        node("Add", ["x", "h"], ["y"]),
      ],
      input: [value("x", 3, 4)],
      output: [value("y", 3, 4)],
    };
    const model = await agreeing(parts, counting(3, 4));
    expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["add"]);
  });
});

describe("Since opset 23", () => {
  const since = (version: number, parts: HandWritten): HandWritten => ({
    ...parts,
    model: { irVersion: 11, opsetImport: [{ domain: "", version }] },
  });

  test.each([{ axis: -1 }, { axis: 1 }])(
    "there are norms by the root of the mean square, from axis $axis on",
    async ({ axis }) => {
      const norm = node("RMSNormalization", ["x", "w"], ["y"], {
        attribute: [attribute("INT", "axis", { i: axis }), factor("epsilon", 0.5)],
      });
      const shape = axis === 1 ? [3, 4] : [4];
      const parts = {
        node: [norm],
        input: [value("x", 2, 3, 4)],
        output: [value("y", 2, 3, 4)],
        initializer: [weights("w", ...shape)],
      };
      const { graph } = await nearly(since(23, parts), counting(2, 3, 4));
      expect(graph.nodes.map(({ op }) => op.name)).toEqual(["mul", "reduceMean", "add", "sqrt", "div", "mul"]);
    },
  );

  test("there are products with a sigmoid", () => {
    const swish = node("Swish", ["x"], ["y"], { attribute: [factor("alpha", 2)] });
    const parts = { node: [swish], input: [value("x", 2)], output: [value("y", 2)] };
    const { y } = evaluate(decodeOnnx(bytesOf(since(24, parts))), { x: floatTensor([2], [0, Math.log(3) / 2]) });
    // e to twice that is 3, and the sigmoid 3 / 4.
    expect(floats(y!)[1]).toBeCloseTo((Math.log(3) / 2) * 0.75, 6);
  });
});
