/** What holds for every op of the table, on every one of its cases. */
import { describe, expect, it, test } from "vitest";
import { type Absent, isAbsent } from "../absent.js";
import { parseAttributes } from "../attributes.js";
import { caseModels } from "../cases.js";
import { evaluate } from "../evaluate.js";
import { type Node, mapOperands, mapRecord } from "../graph.js";
import { type OnnxAttribute, float, holdsIn } from "../onnxForm.js";
import { type Op } from "../op.js";
import { toFloat16 } from "../rewrites/toFloat16.js";
import { type Tensor, castTensor, elementCount, sameType } from "../tensor.js";
import * as all from "./all.js";
import { expansions, layerFunctions, opTable } from "./table.js";
import { rewritten } from "../rewrites/equivalence.test.fixture.js";

test.each(opTable)("$name is exported under its name, with cases beside it", (op) => {
  expect((all as Readonly<Record<string, unknown>>)[`${op.name}Op`]).toBe(op);
  expect(caseModels.filter((each) => each.op === op)).not.toEqual([]);
});

test("the files of ops export nothing else than ops, functions of the DSL and expansions", () => {
  const sorted: readonly unknown[] = [...opTable, ...layerFunctions, ...expansions];
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
    expect(values.map(({ type }) => type.dtype)).toContain("float16");
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

const writtenForms = formsIn((op) => op.onnx).flatMap(({ facet, ...each }) =>
  facet.filter(({ write }) => write !== undefined).map((form) => ({ ...each, form })),
);

describe.each(writtenForms)("$name as $form.operator of opset $form.from", ({ op, form, node }) => {
  const types = typesOf(node);
  const written = form.write!(node.attributes, types);

  it("reads the attributes it wrote", () => {
    const { constants = {} } = written;
    const read = form.read({ attributes: mapRecord(written.attributes ?? {}, stored), constants }, types);
    expect(parseAttributes(op.attributes, read)).toEqual(node.attributes);
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

test("Of an operator and an opset there is one form, and some form of each op can be written in every opset from 13", () => {
  for (const { name, onnx } of opTable) {
    if (isAbsent(onnx)) continue;
    for (let opset = 1; opset <= 21; opset += 1) {
      const there = onnx.filter((form) => holdsIn(form, opset));
      expect([name, opset, new Set(there.map(({ operator }) => operator)).size]).toEqual([name, opset, there.length]);
      if (opset >= 13)
        expect([name, opset, there.some(({ write }) => write !== undefined)]).toEqual([name, opset, true]);
    }
  }
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
