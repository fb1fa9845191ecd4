/** What holds for every op of the table, on every one of its cases. */
import { describe, expect, it, test } from "vitest";
import { type Absent, isAbsent } from "../absent.js";
import { parseAttributes, reorderAttributes } from "../attributes.js";
import { caseModels } from "../cases.js";
import { isFloat } from "../dtypes.js";
import { evaluate } from "../evaluate.js";
import { type Node, type Parameter, type Value, inputValues, listed, mapOperands, mapRecord } from "../graph.js";
import { opModel } from "../opModel.js";
import { type OnnxAttribute, float, holdsIn, isWritten } from "../onnxForm.js";
import { type Op } from "../op.js";
import { toFloat16 } from "../rewrites/toFloat16.js";
import { type Tensor, castTensor, elementCount, sameType } from "../tensor.js";
import * as all from "./all.js";
import {
  addOp,
  averagePoolOp,
  batchNormOp,
  convOp,
  convTransposeOp,
  layerNormOp,
  lrnOp,
  matMulOp,
  softmaxOp,
} from "./all.js";
import { reorder } from "./reorder.js";
import { decompositions, expansions, layerFunctions, opTable } from "./table.js";
import { decompose } from "../rewrites/decompose.js";
import { differences, rewritten } from "../rewrites/equivalence.test.fixture.js";

test.each(opTable)("$name is exported under its name, with cases beside it", (op) => {
  expect((all as Readonly<Record<string, unknown>>)[`${op.name}Op`]).toBe(op);
  expect(caseModels.filter((each) => each.op === op)).not.toEqual([]);
});

test("the files of ops export nothing else than ops, their decompositions, functions of the DSL and expansions", () => {
  const sorted: readonly unknown[] = [...opTable, ...decompositions.values(), ...layerFunctions, ...expansions];
  expect(Object.values(all).filter((each) => !sorted.includes(each))).toEqual([]);
});

test("no two cases have the same name", () => {
  const names = caseModels.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("every op with an optional input has a case with it and one without", () => {
  for (const op of opTable) {
    for (const { name } of op.slots.filter(({ arity }) => arity === "optional")) {
      const given = caseModels
        .filter((each) => each.op === op)
        .map(({ model }) => name in model.graph.nodes[0]!.inputs);
      expect(new Set(given), `${op.name}.${name}`).toEqual(new Set([true, false]));
    }
  }
});

describe.each(caseModels)("$name", ({ op, model, inputs }) => {
  const { graph, weights } = model;
  const node = graph.nodes[0]!;

  it("evaluates to the types it infers", () => {
    const results = evaluate(model, inputs);
    expect(Object.keys(results)).toEqual(op.results);
    for (const { name, type } of graph.outputs) {
      const result = results[name]!;
      expect(sameType(result, type)).toBe(true);
      expect(result.data).toHaveLength(elementCount(type));
    }
  });

  it("computes in float16 what it does in float32, but for the rounding", () => {
    const half = rewritten(model, toFloat16());
    const results = evaluate(half, inputs);
    for (const [name, expected] of Object.entries(evaluate(model, inputs))) {
      expect(results[name]!.dtype).toBe(expected.dtype);
      const [given, wanted] = [numbersOf(results[name]!), numbersOf(expected)];
      const off = wanted.filter(
        (value, index) => Math.abs(value - given[index]!) > Math.abs(value) / 2 ** 10 + 2 ** -24,
      );
      expect({ [name]: off }).toEqual({ [name]: [] });
    }
    const values = [...half.graph.inputs, ...half.graph.nodes.flatMap(({ outputs }) => Object.values(outputs))];
    const takesHalves = op.slots.some(
      ({ name, type }) =>
        op.types[type]?.includes("float16") === true &&
        listed(node.inputs[name]).some((each) => isFloat(each.type.dtype)),
    );
    // What is handed on as it is need not be halved on the way.
    if (op.handsOn?.(typesOf(node), node.attributes) !== undefined) return;
    expect(values.some(({ type }) => type.dtype === "float16")).toBe(takesHalves);
  });

  it("computes in float64 what it does in float32, but for the rounding", () => {
    // Quantised numbers stand for those of float32 alone.
    if (!Object.values(op.types).some((types) => types.includes("float64"))) return;
    const doubled = (tensor: Tensor): Tensor => (tensor.dtype === "float32" ? castTensor(tensor, "float64") : tensor);
    const operands = mapOperands(node.inputs, (value) =>
      doubled(inputs[value.name] ?? weights.get(value as Parameter)),
    );
    const attributes = node.attributes["to"] === "float32" ? { to: "float64" } : node.attributes;
    const wide = opModel(op, operands as never, attributes as never);
    const results = evaluate(wide.model, wide.inputs);
    for (const [name, expected] of Object.entries(evaluate(model, inputs))) {
      const { dtype } = results[name]!;
      const isWide = expected.dtype === "float32" && op.outputs[name] !== "float32";
      expect(dtype).toBe(isWide ? "float64" : expected.dtype);
      const [given, wanted] = [numbersOf(castTensor(results[name]!, expected.dtype)), numbersOf(expected)];
      const largest = Math.max(...wanted.filter(Number.isFinite).map(Math.abs));
      const off = wanted.filter((value, index) => Math.abs(value - given[index]!) > largest / 2 ** 22);
      expect({ [name]: off }).toEqual({ [name]: [] });
    }
  });

  it("leaves its operands as they were", () => {
    const tensors = [...Object.values(inputs), ...graph.parameters.map((parameter) => weights.get(parameter))];
    const before = structuredClone(tensors);
    evaluate(model, inputs);
    expect(tensors).toEqual(before);
  });

  it("costs a whole number of operations, none below zero", () => {
    const outputs = mapRecord(node.outputs, ({ type }) => type);
    for (const count of Object.values(op.countCost(typesOf(node), outputs, node.attributes))) {
      expect(Number.isSafeInteger(count)).toBe(true);
      expect(count).toBeGreaterThanOrEqual(0);
    }
  });
});

test.each([convOp, convTransposeOp, matMulOp, batchNormOp, averagePoolOp, lrnOp, softmaxOp, layerNormOp, addOp])(
  "$name keeps the digits of float64",
  (op) => {
    const { model, inputs } = caseModels.find((each) => each.op === op)!;
    const [node] = model.graph.nodes as [Node];
    const thirds = mapOperands(node.inputs, (value): Tensor => {
      const { shape, data } = inputs[value.name] ?? model.weights.get(value as Parameter);
      return { dtype: "float64", shape, data: Float64Array.from(data as Float32Array, (each) => each / 3) };
    });
    const wide = opModel(op as Op, thirds as never, node.attributes as never);
    const { y } = evaluate(wide.model, wide.inputs) as { readonly y: Tensor };
    expect((y.data as Float64Array).some((each) => each !== Math.fround(each))).toBe(true);
  },
);

test.each(caseModels)("$name hands on what it says that it hands on", ({ op, model, inputs }) => {
  const [node] = model.graph.nodes as [Node];
  const handedOn = op.handsOn?.(typesOf(node), node.attributes);
  if (handedOn === undefined) return;
  const [value] = listed(node.inputs[handedOn]);
  expect(Object.values(evaluate(model, inputs))).toEqual([
    inputs[value!.name] ?? model.weights.get(value as Parameter),
  ]);
});

const decomposed = caseModels.flatMap((each) => {
  const apart = decompose((node) => node.op === each.op);
  return apart.run(each.model) === each.model ? [] : [{ ...each, apart }];
});

test("every op with a decomposition has a case that it takes apart", () => {
  expect(new Set(decomposed.map(({ op }) => op))).toEqual(new Set(decompositions.keys()));
});

describe.each(decomposed)("what $name decomposes into", ({ model, inputs, apart }) => {
  it("computes the same", () => {
    const parts = rewritten(model, apart);
    // The op may be among them with attributes, or on operands, that a format has.
    expect(parts.graph.nodes.filter((part) => isAlike(part, model.graph.nodes[0]!))).toEqual([]);
    expect(differences(model, parts, inputs)).toEqual([]);
  });

  it("can be written in float16", () => {
    const { graph } = rewritten(model, toFloat16(), apart);
    expect(graph.nodes.filter((part) => isAlike(part, model.graph.nodes[0]!))).toEqual([]);
  });
});

function isAlike(part: Node, node: Node): boolean {
  const shapesOf = (each: Node) => inputValues(each).map(({ type }) => type.shape);
  const said = (each: Node): string => JSON.stringify([each.attributes, shapesOf(each)]);
  return part.op === node.op && said(part) === said(node);
}

const writtenForms = formsIn((op) => op.onnx).flatMap(({ facet, ...each }) =>
  facet.filter(isWritten).flatMap((form) => {
    const written = form.write!(each.node.attributes, typesOf(each.node));
    return isAbsent(written) ? [] : [{ ...each, form, written }];
  }),
);

describe("what an op says that its axes mean", () => {
  const movable = caseModels.filter(({ op: { axes } }) => axes === "kept" || typeof axes === "function");

  test.each(movable)("holds in every order of them: $name", ({ op, model, inputs }) => {
    const [node] = model.graph.nodes as [Node];
    const values = Object.values(node.outputs);
    const rank = Math.max(...[...inputValues(node), ...values].map(({ type }) => type.shape.length));
    const { axes } = op;
    const isKept = typeof axes !== "function";
    // Operands of fewer axes are stretched along the first.
    const whole = (tensor: Tensor): Tensor =>
      isKept
        ? { ...tensor, shape: [...Array.from({ length: rank - tensor.shape.length }, () => 1), ...tensor.shape] }
        : tensor;
    const kept = isKept ? [...Array.from({ length: rank }).keys()] : axes(node.attributes, inputValues(node)[0]!.type);
    const expected = evaluate(model, inputs);
    for (const order of permutations(isKept ? rank : inputValues(node)[0]!.type.shape.length)) {
      const move = (value: Value): Tensor =>
        reorder(whole(inputs[value.name] ?? model.weights.get(value as Parameter)), order);
      const attributes = reorderAttributes(op.attributes, node.attributes, order);
      const moved = opModel(op, mapOperands(node.inputs, move) as never, attributes as never);
      const results = evaluate(moved.model, moved.inputs);
      const orderOfResults = order.flatMap((axis) => (kept.includes(axis) ? [kept.indexOf(axis)] : []));
      for (const [name, tensor] of Object.entries(expected)) {
        expect(results[name]).toEqual(reorder(whole(tensor), orderOfResults));
      }
    }
  });
});

function permutations(length: number): readonly (readonly number[])[] {
  if (length === 0) return [[]];
  return permutations(length - 1).flatMap((shorter) =>
    Array.from({ length }, (_, place) => shorter.toSpliced(place, 0, length - 1)),
  );
}

describe.each(writtenForms)("$name as $form.operator of opset $form.from", ({ op, form, node, written }) => {
  const types = typesOf(node);

  it("reads the attributes it wrote", () => {
    const { constants = {} } = written;
    const read = form.read({ attributes: mapRecord(written.attributes ?? {}, stored), constants }, types);
    expect(parseAttributes(op.attributes, read, types)).toEqual(node.attributes);
  });

  it("declares everything it holds", () => {
    const { attributes = {}, constants = {} } = written;
    expect(form.attributes ?? []).toEqual(expect.arrayContaining(Object.keys(attributes)));
    const present = Object.keys(constants).filter((name) => constants[name] !== undefined);
    const declared = (form.constants ?? []).map((name) => name.replace("?", ""));
    expect(declared).toEqual(expect.arrayContaining(present));
    const required = (form.constants ?? []).filter((name) => !name.endsWith("?"));
    expect(present).toEqual(expect.arrayContaining(required));
    for (const name of present) expect(constants[name]!.data).toHaveLength(elementCount(constants[name]!));
  });
});

const opsets = Array.from({ length: 21 }, (_, index) => index + 1);

test("Of an operator and an opset an op has one form at most", () => {
  const twice = opTable.flatMap(({ name, onnx }) =>
    (isAbsent(onnx) ? [] : onnx).flatMap((form) =>
      opsets.filter((opset) => holdsIn(form, opset)).map((opset) => `${name} ${form.operator} ${opset}`),
    ),
  );
  expect(twice).toEqual([...new Set(twice)]);
});

test("Every op that ONNX has can be written in every opset from 14, unless others take its place", () => {
  const missing = opTable
    .filter((op) => !decompositions.has(op))
    .flatMap(({ name, onnx }) =>
      opsets
        .filter(
          (opset) => opset >= 14 && !isAbsent(onnx) && !onnx.some((form) => isWritten(form) && holdsIn(form, opset)),
        )
        .map((opset) => `${name} ${opset}`),
    );
  // Nothing else says them.
  const later = ["bitwiseAnd", "bitwiseNot", "bitwiseOr", "bitwiseXor"];
  expect(missing).toEqual(later.flatMap((name) => [14, 15, 16, 17].map((opset) => `${name} ${opset}`)));
});

describe.each(formsIn((op) => op.tfjs))("$name in tfjs", ({ facet: tfjs, node }) => {
  it("fills its constants, or says why there is no such node", () => {
    const form = tfjs.write(node.attributes, typesOf(node));
    expect(isAbsent(form) ? form.absent : form.op).not.toBe("");
    for (const constant of isAbsent(form) ? [] : Object.values(form.constants ?? {})) {
      expect(constant.data).toHaveLength(elementCount(constant));
    }
  });
});

function numbersOf(tensor: Tensor): readonly number[] {
  return tensor.dtype === "int64" ? Array.from(tensor.data, Number) : [...castTensor(tensor, "float32").data];
}

/** ONNX keeps floats in 32 bits. */
function stored(attribute: OnnxAttribute): OnnxAttribute {
  return attribute.kind === "float" ? float(Math.fround(attribute.value)) : attribute;
}

function typesOf({ inputs }: Node) {
  return mapOperands(inputs, ({ type }) => type);
}

/** The cases of the ops that a format has, with what they say of it. */
function formsIn<Facet extends object>(facetOf: (op: Op) => Facet | Absent) {
  return caseModels.flatMap(({ name, op, model }) => {
    const facet = facetOf(op);
    return isAbsent(facet) ? [] : [{ name, op, facet, node: model.graph.nodes[0]! }];
  });
}
