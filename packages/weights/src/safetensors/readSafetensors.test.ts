import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinknetError } from "@linknet-kit/base";
import { FileMissingError, FileTooLargeError } from "@linknet-kit/base/files";
import { floatTensor, intTensor } from "@linknet-kit/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DamagedSafetensorsError, UnreadableSafetensorsError, UnsupportedTypesError } from "./errors.js";
import { WRITTEN_BY_OTHERS, fileOf } from "./file.test.fixture.js";
import { decodeSafetensors } from "./decodeSafetensors.js";
import { readSafetensors } from "./readSafetensors.js";

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

test("A file that another library wrote is read: its tensors, their types and shapes, and what it says of itself", () => {
  const { tensors, metadata } = decodeSafetensors(WRITTEN_BY_OTHERS);
  expect(Object.fromEntries(tensors)).toEqual({
    count: intTensor([], [7]),
    none: floatTensor([0, 3]),
    weight: floatTensor([2, 3], [0, 1.5, -2, 3, 1e-3, 65504]),
    half: { dtype: "float16", shape: [3], data: Uint16Array.of(0x2e66, 0xc000, 0x0001) },
  });
  expect(Object.fromEntries(metadata)).toEqual({ format: "np", note: "größe" });
});

test("bfloat16 becomes float32, exactly", () => {
  const header = { x: { dtype: "BF16", shape: [3], data_offsets: [0, 6] } };
  const { tensors } = decodeSafetensors(fileOf(header, Uint8Array.of(0x80, 0x3f, 0x49, 0xc0, 0x01, 0x00)));
  expect(tensors.get("x")).toEqual(floatTensor([3], [1, -3.140625, 2 ** -133]));
});

test("Tensors may stand in another order than their names, and anywhere in memory", () => {
  const file = fileOf({ late: f32(4, 8), early: f32(0, 4) }, new Uint8Array(Float32Array.of(1, 2).buffer));
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  for (const bytes of [file, shifted.subarray(1)]) {
    const { tensors } = decodeSafetensors(bytes);
    expect([tensors.get("early")?.data[0], tensors.get("late")?.data[0]]).toEqual([1, 2]);
  }
});

test("Names of members that every object has are names like others", () => {
  const { tensors } = decodeSafetensors(fileOf({ constructor: f32(0, 4), toString: f32(4, 8) }, new Uint8Array(8)));
  expect([...tensors.keys()]).toEqual(["constructor", "toString"]);
});

describe("A file is refused, and the message says what is wrong with it:", () => {
  const huge = new Uint8Array(16);
  new DataView(huge.buffer).setBigUint64(0, 2n ** 63n, true);
  const broken: readonly [string, Uint8Array, string][] = [
    ["nothing in it", new Uint8Array(), "it has 0 bytes"],
    ["less than a length", new Uint8Array(7), "it has 7 bytes"],
    ["a length of no header", huge, "its header says to have 9223372036854775808 bytes"],
    ["a cut-off header", fileOf({ x: f32(0, 4) }).subarray(0, 20), "it ends within its header of"],
    ["another format", Buffer.from("\u0089PNG\r\n\u001a\n", "latin1"), "its header says to have"],
    ["a header of no length", fileOf(""), "its header is no JSON object"],
    ["a header that begins with a space", fileOf(" {}"), "its header is no JSON object"],
    ["a list", fileOf([]), "its header is no JSON object"],
    ["half an object", fileOf('{"x":'), "its header is not the JSON it should be"],
    ["bytes after the object", fileOf("{}x"), "its header is not the JSON it should be"],
    ["a header of no UTF-8", Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xff), "its header is no UTF-8"],
    ["a tensor twice", fileOf('{"x":{},"x":{}}'), 'an object has the key "x" twice'],
    ["a tensor twice, once with an escape", fileOf('{"x":{},"\\u0078":{}}'), 'an object has the key "x" twice'],
    ["a shape twice", fileOf('{"x":{"shape":[1],"shape":[2]}}'), 'an object has the key "shape" twice'],
    ["a prototype", fileOf('{"__proto__":{}}'), 'an object has the key "__proto__"'],
    ["a prototype within", fileOf('{"__metadata__":{"__proto__":"x"}}'), 'an object has the key "__proto__"'],
    ["a tensor that is no object", fileOf({ x: 1 }), 'tensor "x" is no JSON object'],
    ["a tensor that is null", fileOf({ x: null }), 'tensor "x" is no JSON object'],
    ["a tensor without a type", fileOf({ x: { shape: [], data_offsets: [0, 0] } }), 'tensor "x" has no dtype'],
    [
      "a tensor without offsets",
      fileOf({ x: { dtype: "F32", shape: [] } }),
      'tensor "x" has data_offsets that is no list',
    ],
    ["a tensor with more", fileOf({ x: { ...f32(0, 4), more: 1 } }, new Uint8Array(4)), '"more", which is not known'],
    ["a negative offset", fileOf({ x: f32(-4, 0) }), "no list of whole numbers"],
    ["a fraction", fileOf({ x: f32(0, 0.5) }), "no list of whole numbers"],
    [
      "an offset past 2^53",
      fileOf('{"x":{"dtype":"F32","shape":[],"data_offsets":[0,1e300]}}'),
      "no list of whole numbers",
    ],
    [
      "three offsets",
      fileOf({ x: { dtype: "F32", shape: [], data_offsets: [0, 4, 8] } }),
      "not a beginning and an end",
    ],
    ["an end before its beginning", fileOf({ x: f32(4, 0, [0]) }), "not a beginning and an end"],
    ["a side below zero", fileOf({ x: f32(0, 4, [-1]) }, new Uint8Array(4)), 'tensor "x" has a shape that is no list'],
    [
      "a shape that overflows to a small product",
      fileOf({ x: f32(0, 0, [2 ** 40, 2 ** 40, 0]) }),
      "has the impossible shape 1099511627776x1099511627776x0",
    ],
    [
      "more axes than any op takes",
      fileOf({
        x: f32(
          0,
          4,
          Array.from({ length: 33 }, () => 1),
        ),
      }),
      "has 33 axes",
    ],
    [
      "fewer bytes than its shape",
      fileOf({ x: f32(0, 4, [2]) }, new Uint8Array(4)),
      "is F32 of shape 2, and has 4 bytes",
    ],
    [
      "more bytes than its shape",
      fileOf({ x: f32(0, 8, [1]) }, new Uint8Array(8)),
      "is F32 of shape 1, and has 8 bytes",
    ],
    ["a cut-off tensor", fileOf({ x: f32(0, 8) }, new Uint8Array(7)), 'it ends before tensor "x" does'],
    ["bytes of no tensor", fileOf({ x: f32(0, 4) }, new Uint8Array(5)), '1 bytes after tensor "x" belong to no tensor'],
    ["bytes without tensors", fileOf({}, new Uint8Array(5)), "5 bytes after the header belong to no tensor"],
    ["a gap", fileOf({ x: f32(0, 4), y: f32(8, 12) }, new Uint8Array(12)), 'between tensor "x" and tensor "y"'],
    ["a gap before all", fileOf({ x: f32(4, 8) }, new Uint8Array(8)), 'between the header and tensor "x"'],
    [
      "two tensors in one place",
      fileOf({ x: f32(0, 4), y: f32(0, 4) }, new Uint8Array(4)),
      'tensor "y" overlaps tensor "x"',
    ],
    [
      "a tensor over the next",
      fileOf({ x: f32(0, 8), y: f32(4, 12) }, new Uint8Array(12)),
      'tensor "y" overlaps tensor "x"',
    ],
    ["metadata that is no object", fileOf({ __metadata__: [] }), "__metadata__ is no JSON object"],
    ["metadata that is no text", fileOf({ __metadata__: { epoch: 3 } }), '__metadata__ has "epoch", which is no text'],
    ["a header nested beyond all measure", fileOf(`{"x":${"[".repeat(1e6)}`), "is not the JSON it should be"],
    ["nested lists that do end", fileOf(`{"x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`), 'tensor "x" is no JSON object'],
  ];

  test.each(broken)("%s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(DamagedSafetensorsError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test("a name that would change the colours of a terminal is shown without what does it", () => {
    expect(() => decodeSafetensors(fileOf({ "\u001b[31mred\u202e": 1 }))).toThrow(
      'tensor "?[31mred?" is no JSON object',
    );
  });

  test("types that no tensor here has, all of them", () => {
    const entry = (dtype: string, bits: number) => ({ dtype, shape: [8], data_offsets: [0, bits] });
    const types = ["C64", "F8_E4M3", "F8_E5M2"] as const;
    const sizes = { C64: 64, F8_E4M3: 8, F8_E5M2: 8 };
    let end = 0;
    const header = Object.fromEntries(
      types.map((type) => {
        const begin = end;
        end += sizes[type];
        return [type.toLowerCase(), { ...entry(type, 0), data_offsets: [begin, end] }];
      }),
    );
    const decode = () => decodeSafetensors(fileOf(header, new Uint8Array(end)));
    expect(decode).toThrow(UnsupportedTypesError);
    expect(decode).toThrow('"c64" (C64), "f8_e4m3" (F8_E4M3), "f8_e5m2" (F8_E5M2)');
    expect(decode).toThrow(
      expect.objectContaining({
        hint: "save them as one of F32, F16, F64, I32, I64, U32, U64, I8, U8, I16, U16, BOOL, BF16",
      }),
    );
  });

  test("a type that nobody knows", () => {
    const header = { x: { dtype: "F7", shape: [1], data_offsets: [0, 3] } };
    expect(() => decodeSafetensors(fileOf(header, new Uint8Array(3)))).toThrow('"x" (F7)');
  });
});

describe("Whatever is done to a file, it is read or refused, and never anything else", () => {
  const isReadOrRefused = (bytes: Uint8Array): boolean => {
    try {
      const tensors = [...decodeSafetensors(bytes).tensors.values()];
      return tensors.every(({ shape, data }) => data.length === shape.reduce((product, side) => product * side, 1));
    } catch (error) {
      return error instanceof LinknetError;
    }
  };

  test("bytes changed, cut off and put in", () => {
    const change = fc.tuple(fc.nat(WRITTEN_BY_OTHERS.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(400), (changes, length) => {
        const bytes = WRITTEN_BY_OTHERS.slice();
        for (const [index, byte] of changes) bytes[index] = byte;
        expect([bytes, bytes.subarray(0, length)].map(isReadOrRefused)).toEqual([true, true]);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test("headers of any JSON", () => {
    const entry = fc.record(
      {
        dtype: fc.constantFrom("F32", "F16", "BF16", "I64", "F64", "?"),
        shape: fc.oneof(fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }), fc.jsonValue()),
        data_offsets: fc.oneof(fc.tuple(fc.nat(32), fc.nat(32)), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const header = fc.oneof(
      fc.dictionary(fc.string(), fc.oneof(entry, fc.jsonValue()), { maxKeys: 4 }),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 40 }), (given, data) => {
        expect(isReadOrRefused(fileOf(given, data))).toBe(true);
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});

describe("From a path", () => {
  test("errors name the file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "weights-"));
    try {
      const path = join(folder, "a.safetensors");
      await writeFile(path, WRITTEN_BY_OTHERS);
      expect([...(await readSafetensors(path)).tensors.keys()]).toEqual(["count", "none", "weight", "half"]);
      await expect(readSafetensors(path, { maximumBytes: 300 })).rejects.toThrow(FileTooLargeError);
      await writeFile(path, WRITTEN_BY_OTHERS.subarray(0, 300));
      await expect(readSafetensors(path)).rejects.toThrow(UnreadableSafetensorsError);
      await expect(readSafetensors(path)).rejects.toThrow(`${path}: this is no complete safetensors file`);
      await expect(readSafetensors(join(folder, "b"))).rejects.toThrow(FileMissingError);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
