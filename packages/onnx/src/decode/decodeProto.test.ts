import { LinknetError } from "@linknet-kit/base";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeOnnx } from "../encode/encodeOnnx.js";
import { decodeOnnx } from "../import/decodeOnnx.js";
import { bytesOf, node, ones } from "../import/proto.test.fixture.js";
import { smallModel } from "../smallNetwork.test.fixture.js";
import { DEFAULT_BUDGET, type ReadBudget } from "./budget.js";
import { decodeProto } from "./decodeProto.js";
import { DamagedOnnxError, OnnxBudgetError } from "./errors.js";
import type { ModelRecord } from "./records.js";

const decode = (bytes: Uint8Array, budget: Partial<ReadBudget> = {}): ModelRecord =>
  decodeProto(bytes, { ...DEFAULT_BUDGET, ...budget });

/** A field that has a length, by its number. */
function field(number: number, content: readonly number[] | Uint8Array): number[] {
  return [(number << 3) | 2, ...varint(content.length), ...content];
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

function many(times: number, bytes: readonly number[]): number[] {
  return Array.from({ length: times }, () => bytes).flat();
}

/** A graph in an attribute of a node of a graph, and so on; three messages a level, and the model around them. */
function nested(levels: number): Uint8Array {
  let graph: number[] = [];
  for (let level = 0; level < levels; level += 1) graph = field(1, field(5, field(6, graph)));
  return Uint8Array.from(field(7, graph));
}

describe("bytes that are no model", () => {
  const model = encodeOnnx(smallModel({ height: 4, width: 4 }));
  const text = new TextEncoder();
  test.each([
    ["text", text.encode("This is not an ONNX model, although it is a file.")],
    ["JSON", text.encode('{"irVersion": 8}')],
    ["zeros", new Uint8Array(1000)],
    ["a picture's first bytes", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["a model that is cut off", model.subarray(0, model.length - 1)],
    ["a model that is cut off in its middle", model.subarray(0, model.length / 2)],
    ["a model with its first byte lost", model.subarray(1)],
    ["a field of another kind than ONNX has", Uint8Array.from(field(8, field(2, [1, 2, 3])))],
    ["a field without a number", Uint8Array.of(0, 0, ...bytesOf())],
    ["a graph that is longer than the file", Uint8Array.of((7 << 3) | 2, 200, 1)],
    ["a node that is longer than its graph", Uint8Array.from([...field(7, [0x0a, 4]), 0, 0, 0, 0])],
    ["a list of numbers that ends inside one", Uint8Array.from(field(7, field(5, field(1, [0x80]))))],
    ["a list of floats that ends inside one", Uint8Array.from(field(7, field(5, field(4, [0, 0, 0]))))],
    ["a group that never ends", Uint8Array.from(many(1000, varint((99 << 3) | 3)))],
  ])("are refused as such: %s", (_, bytes) => {
    expect(() => decode(bytes)).toThrow(DamagedOnnxError);
  });

  test("are refused also where nothing is there at all", () => {
    expect(() => decodeOnnx(new Uint8Array())).toThrow(new DamagedOnnxError({ problem: "it has no graph" }));
  });
});

describe("budgets", () => {
  test("need no bound on how deep messages nest: graphs in attributes are passed over", () => {
    expect(decode(nested(400)).graph?.node?.[0]?.attribute).toHaveLength(1);
  });

  test("bound the nodes", () => {
    const nodes = (count: number): Uint8Array =>
      bytesOf({ node: Array.from({ length: count }, (_, index) => node("Relu", ["x"], [`y${index}`])) });
    expect(() => decode(nodes(3), { nodes: 3 })).not.toThrow();
    expect(() => decode(nodes(4), { nodes: 3 })).toThrow("more than 3 nodes");
  });

  test("bound the file", () => {
    const bytes = bytesOf();
    expect(() => decode(bytes, { fileBytes: bytes.length - 1 })).toThrow("bytes");
  });

  test.each([
    ["empty messages", field(7, many(1e6, [0x0a, 0]))],
    ["empty tensors", field(7, many(1e6, [0x2a, 0]))],
    ["empty names", field(7, field(1, many(1e6, [0x0a, 0])))],
    ["empty lists of numbers", field(7, many(3e5, [0x2a, 2, 0x22, 0]))],
  ])("bound what a small file asks for in memory: %s", (_, content) => {
    const before = process.memoryUsage().rss;
    const budget = { nodes: 1e9, recordBytes: 5e7 };
    expect(() => decode(Uint8Array.from(content), budget)).toThrow(OnnxBudgetError);
    expect(process.memoryUsage().rss - before).toBeLessThan(2e8);
  });
});

test("Numbers stay in the file until they are asked for", () => {
  const budget = { recordBytes: 1e4 };
  const packed = Uint8Array.from(field(7, field(5, field(7, new Uint8Array(2e6).fill(1)))));
  const tensor = decode(packed, budget).graph?.initializer?.[0];
  expect(tensor?.int64Data).toHaveLength(2e6);
  expect(tensor?.int64Data?.bytes.buffer).toBe(packed.buffer);
});

test("A message in several pieces is put together", () => {
  const bytes = Uint8Array.from([...bytesOf({}), ...field(7, field(1, []))]);
  expect(decode(bytes).graph).toMatchObject({ name: "g", node: [{ opType: "Relu" }, {}] });
});

test("Fields that this project does not know are passed over", () => {
  const bytes = Uint8Array.from([...field(99, [1, 2, 3]), ...bytesOf({}), ((98 << 3) & 127) | 128, 6, 5]);
  expect(decode(bytes).graph?.node).toHaveLength(1);
});

test("Tensors point into the bytes", () => {
  const tensor = { name: "w", dims: [3], dataType: 1, rawData: new Uint8Array(12).fill(7) };
  const bytes = bytesOf({ initializer: [tensor] });
  expect(decode(bytes).graph?.initializer?.[0]?.rawData?.buffer).toBe(bytes.buffer);
});

describe("any change of a valid file", () => {
  const valid = encodeOnnx(smallModel({ height: 4, width: 5 }));
  const small = bytesOf({ node: [node("Add", ["x", "w"], ["y"])], initializer: [ones("w", 4)] });

  /** Reads the bytes, if need be in vain; anything but an error of this project is a bug. */
  const outcome = (bytes: Uint8Array): "read" | "refused" => {
    try {
      const { graph, weights } = decodeOnnx(bytes, { budget: { recordBytes: 2 ** 24, tensorBytes: 2 ** 24 } });
      for (const parameter of graph.parameters) weights.get(parameter);
      return "read";
    } catch (error) {
      if (error instanceof LinknetError && error.message !== "") return "refused";
      throw error;
    }
  };

  const edits = (length: number) =>
    fc.array(fc.tuple(fc.nat(length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });

  test.each([
    ["a network", valid],
    ["a few nodes", small],
  ])("is read or refused: bytes of %s", (_, original) => {
    const seen = new Set<string>();
    // Most bytes of a network are weights, which may be anything: what is around them is in the first part of the file.
    const length = Math.min(original.length, 4000);
    fc.assert(
      fc.property(edits(length), (changes) => {
        const bytes = Uint8Array.from(original);
        for (const [index, byte] of changes) bytes[index] = byte;
        seen.add(outcome(bytes));
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(seen).toEqual(new Set(["read", "refused"]));
  });

  test("is refused where it is cut off", () => {
    fc.assert(
      fc.property(fc.nat(valid.length - 1), (end) => {
        expect(outcome(valid.subarray(0, end))).toBe("refused");
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("is read or refused: bytes put in or taken out", () => {
    const splice = fc.record({ at: fc.nat(3000), remove: fc.nat(20), insert: fc.uint8Array({ maxLength: 20 }) });
    fc.assert(
      fc.property(splice, ({ at, remove, insert }) => {
        const bytes = Uint8Array.from([...valid.subarray(0, at), ...insert, ...valid.subarray(at + remove)]);
        expect(["read", "refused"]).toContain(outcome(bytes));
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("is refused: any bytes at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcome(bytes)).toBe("refused");
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
