/** Functions, and graphs within nodes, take the place of the nodes that they stand in: beside ONNX Runtime where it knows them. */
import { type Tensor, evaluate, floatTensor } from "@linknet-kit/core";
import { describe, expect, test } from "vitest";
import type { onnx } from "../onnxProto.js";
import { differences, runOnnxRuntime } from "../runtime.test.fixture.js";
import { decodeOnnx } from "./decodeOnnx.js";
import { OnnxNodeError } from "./errors.js";
import { type HandWritten, attribute, bytesOf, node, ones, value } from "./proto.test.fixture.js";

const x = floatTensor(
  [1, 1, 4, 4],
  Array.from({ length: 16 }, (_, index) => index / 4 - 2),
);

const OPSETS = [
  { domain: "", version: 17 },
  { domain: "mine", version: 1 },
];

const call = (opType: string, input: readonly string[], output: readonly string[], more: onnx.INodeProto = {}) =>
  node(opType, input, output, { domain: "mine", ...more });

function functionOf(name: string, parts: onnx.IFunctionProto): onnx.IFunctionProto {
  return { name, domain: "mine", opsetImport: OPSETS, input: ["a"], output: ["b"], ...parts };
}

function withFunctions(functions: onnx.IFunctionProto[], parts: HandWritten): HandWritten {
  return { ...parts, model: { irVersion: 8, opsetImport: OPSETS, functions, ...parts.model } };
}

async function agreeing(parts: HandWritten, inputs: Readonly<Record<string, Tensor>> = { x }) {
  const bytes = bytesOf(parts);
  const model = decodeOnnx(bytes);
  expect(differences(evaluate(model, inputs), await runOnnxRuntime(bytes, inputs))).toEqual([]);
  return model;
}

function refusal(parts: HandWritten): Error {
  try {
    decodeOnnx(bytesOf(parts));
  } catch (error) {
    return error as Error;
  }
  throw new Error("it was not refused");
}

describe("A function", () => {
  const twice = functionOf("Twice", {
    node: [
      node("Add", ["a", "a"], ["sum"]),
      node("LeakyRelu", ["sum"], ["b"], { attribute: [attribute("FLOAT", "alpha", { refAttrName: "slope" })] }),
    ],
    attribute: ["slope"],
  });
  const slope = (f: number) => ({ attribute: [attribute("FLOAT", "slope", { f })] });

  test("is what stands in it, called from several nodes, each with attributes of its own", async () => {
    const { graph } = await agreeing(
      withFunctions([twice], {
        node: [
          call("Twice", ["x"], ["h"], { name: "first", ...slope(0.5) }),
          call("Twice", ["h"], ["y"], { name: "second" }),
        ],
      }),
    );
    expect(graph.nodes.map(({ name, op, attributes }) => [name, op.name, attributes["alpha"]])).toEqual([
      ["first/the Add", "add", undefined],
      ["first/the LeakyRelu", "leakyRelu", 0.5],
      ["second/the Add", "add", undefined],
      ["second/the LeakyRelu", "leakyRelu", 0.01],
    ]);
  });

  test("may call others, hand an input on, and lack one", () => {
    const outer = functionOf("Outer", {
      input: ["a", "least"],
      output: ["a", "b"],
      node: [call("Twice", ["a"], ["t"]), node("Clip", ["t", "least"], ["b"])],
    });
    const parts = { node: [call("Outer", ["x"], ["same", "h"]), node("Mul", ["same", "h"], ["y"])] };
    const model = decodeOnnx(bytesOf(withFunctions([twice, outer], parts)));
    // -2 times what leaks of -4.
    expect(evaluate(model, { x })["y"]?.data[0]).toBeCloseTo(0.08);
    expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["identity", "add", "leakyRelu", "clip", "mul"]);
  });

  test.each<[string, onnx.IFunctionProto[], string]>([
    ["calls itself", [functionOf("Twice", { node: [call("Twice", ["a"], ["b"])] })], "calls Twice, which calls itself"],
    [
      "calls itself through another",
      [
        functionOf("Twice", { node: [call("Other", ["a"], ["b"])] }),
        functionOf("Other", { node: [call("Twice", ["a"], ["b"])] }),
      ],
      "calls Twice, which calls itself",
    ],
    ["is there twice", [twice, twice], "two functions Twice"],
    ["has fewer inputs than the node", [functionOf("Twice", { input: [], node: [] })], "more inputs or outputs"],
    [
      "has an operator that nobody knows",
      [functionOf("Twice", { node: [node("Strange", ["a"], ["b"])] })],
      'not supported: Strange ("the Twice/the Strange")',
    ],
    [
      "is in an opset from after this project",
      [functionOf("Twice", { opsetImport: [{ domain: "", version: 99 }], node: [] })],
      "in opset 99",
    ],
  ])("is refused that %s", (_, functions, problem) => {
    expect(refusal(withFunctions(functions, { node: [call("Twice", ["x"], ["y"])] })).message).toContain(problem);
  });

  test("that doubles itself through others, or stands in very many, ends at a budget", () => {
    const chain = (length: number, times: number) =>
      Array.from({ length }, (_, index) =>
        functionOf(`F${index}`, {
          node:
            index + 1 === length
              ? []
              : Array.from({ length: times }, (__, each) =>
                  call(`F${index + 1}`, [each === 0 ? "a" : `h${each - 1}`], [each + 1 === times ? "b" : `h${each}`], {
                    name: "",
                  }),
                ),
        }),
      );
    const parts = { node: [call("F0", ["x"], ["y"])] };
    expect(refusal(withFunctions(chain(60, 2), parts)).message).toContain("more than 100000 nodes");
    expect(refusal(withFunctions(chain(200, 1), parts)).message).toContain("stands in 100 functions");
  });
});

describe("An If", () => {
  const graph = (nodes: onnx.INodeProto[], output: string, more: onnx.IGraphProto = {}): onnx.IGraphProto => ({
    name: "branch",
    node: nodes,
    output: [value(output, 1, 1, 4, 4)],
    ...more,
  });
  const choice = (condition: string, output: string, then: onnx.IGraphProto, otherwise: onnx.IGraphProto) =>
    node("If", [condition], [output], {
      name: `if ${output}`,
      attribute: [attribute("GRAPH", "then_branch", { g: then }), attribute("GRAPH", "else_branch", { g: otherwise })],
    });
  const truth = (name: string, holds: boolean): onnx.ITensorProto => ({
    name,
    dims: [],
    dataType: 9,
    int32Data: [Number(holds)],
  });
  const relu = graph([node("Relu", ["h"], ["r"])], "r");
  const scaled = graph([node("Mul", ["h", "w"], ["r"])], "r", { initializer: [{ ...ones("w", 1), floatData: [3] }] });

  test.each([
    { holds: true, ops: ["neg", "relu"] },
    { holds: false, ops: ["neg", "mul"] },
  ])("whose condition is known is the graph that it stands for: $holds", async ({ holds, ops }) => {
    const parts = {
      node: [node("Neg", ["x"], ["h"]), choice("c", "y", relu, scaled)],
      initializer: [truth("c", holds)],
    };
    const model = await agreeing(parts);
    expect(model.graph.nodes.map(({ op }) => op.name).slice(0, 2)).toEqual(ops);
  });

  test("may stand in another, use names that its neighbour uses, and read what is around both", async () => {
    const inner = graph([choice("c", "r", relu, scaled)], "r");
    const nodes = [
      node("Neg", ["x"], ["h"]),
      choice("c", "p", inner, scaled),
      choice("d", "q", relu, scaled),
      node("Add", ["p", "q"], ["s"]),
      node("Mul", ["s", "w2"], ["y"]),
    ];
    const initializer = [truth("c", true), truth("d", false), { ...ones("w2", 1), floatData: [2] }];
    const { graph: made } = await agreeing({ node: nodes, initializer });
    expect(made.nodes.map(({ op }) => op.name)).toEqual(["neg", "relu", "mul", "add", "mul"]);
    expect(made.parameters.map(({ name }) => name)).toEqual(["w2", "if q/w"]);
  });

  test("may hand on what is around it", async () => {
    const same = graph([], "h");
    const parts = { node: [node("Neg", ["x"], ["h"]), choice("c", "y", same, relu)], initializer: [truth("c", true)] };
    expect(evaluate(decodeOnnx(bytesOf(parts)), { x })["y"]?.data[0]).toBe(2);
  });

  test("may stand in a function, and its condition be what a shape says", async () => {
    const constant = node("Constant", [], ["four"], { attribute: [attribute("INT", "value_int", { i: 4 })] });
    const size = node("Shape", ["a"], ["sides"], { attribute: [attribute("INT", "start", { i: 3 })] });
    const parts = functionOf("Choice", {
      node: [
        size,
        constant,
        node("Equal", ["sides", "four"], ["c"]),
        node("Neg", ["a"], ["h"]),
        choice("c", "b", relu, scaled),
      ],
    });
    const model = await agreeing(withFunctions([parts], { node: [call("Choice", ["x"], ["y"])] }));
    expect(model.graph.nodes.map(({ op }) => op.name)).toEqual(["neg", "relu", "identity"]);
  });

  test("whose condition the graph computes is refused by name, as is an operator in it that nobody knows", () => {
    const sign = node("Greater", ["x", "x"], ["c"]);
    const error = refusal({ node: [sign, node("Neg", ["x"], ["h"]), choice("c", "y", relu, scaled)] });
    expect(error).toBeInstanceOf(OnnxNodeError);
    expect(error.message).toContain('node "if y": is an If that computes its condition, which must be a constant');
    const strange = graph([node("Strange", ["h"], ["r"])], "r");
    const nodes = [node("Neg", ["x"], ["h"]), choice("c", "y", strange, relu)];
    expect(refusal({ node: nodes, initializer: [truth("c", true)] }).message).toContain(
      "is Strange, which is not supported",
    );
    expect(decodeOnnx(bytesOf({ node: nodes, initializer: [truth("c", false)] })).graph.nodes).toHaveLength(3);
  });

  test("that stands in very many others is refused", () => {
    let nested = relu;
    for (let depth = 0; depth < 40; depth += 1) nested = graph([choice("c", "r", nested, relu)], "r");
    const parts = {
      node: [node("Neg", ["x"], ["h"]), choice("c", "y", nested, relu)],
      initializer: [truth("c", true)],
    };
    expect(refusal(parts).message).toContain("is an If within 32 others");
  });
});

describe("Opsets after the last one that is written", () => {
  test.each([22, 23, 24])("mean the same: %i", (version) => {
    const parts = {
      node: [node("HardSwish", ["x"], ["h"]), node("Round", ["h"], ["y"])],
      model: { irVersion: 13, opsetImport: [{ domain: "", version }] },
    };
    expect(decodeOnnx(bytesOf(parts)).graph.nodes).toHaveLength(2);
  });

  test("are refused in words from 25 on, and so are later versions of the file format", () => {
    const later = { model: { irVersion: 13, opsetImport: [{ domain: "", version: 25 }] } };
    expect(refusal(later).message).toContain("opset 25, opsets up to 24 are read");
    expect(refusal({ model: { irVersion: 14 } }).message).toContain("version 14 of ONNX's file format");
  });
});
