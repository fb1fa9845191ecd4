import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { UnreadablePngError } from "../errors.js";
import { writeChunks } from "./chunks.js";
import { decodePng } from "./decodePng.js";
import { encodeNumberMap, encodePicture } from "./encodePng.js";
import { SIGNATURE, pngOf } from "./writePng.test.fixture.js";

const samplesOf = (parts: Parameters<typeof pngOf>[0]) => [...decodePng("a.png", pngOf(parts)).samples];

describe("Samples are the numbers of the file", () => {
  test("in bytes, with the filters of rows undone", () => {
    // As it is; less the one to the left; less the one above; less half of both; less the nearest of three.
    const rows = [0, 1, 2, 3, 1, 5, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1];
    expect(samplesOf({ width: 3, height: 5, rows })).toEqual([1, 2, 3, 5, 6, 7, 6, 7, 8, 4, 6, 8, 5, 7, 9]);
  });

  test("in 16 bits, the larger byte first", () => {
    expect(samplesOf({ width: 2, height: 1, depth: 16, rows: [0, 101, 145, 0, 7] })).toEqual([26001, 7]);
  });

  test("in fewer bits than 8, not stretched; each row begins with a byte", () => {
    expect(samplesOf({ width: 3, height: 2, depth: 4, rows: [0, 0x1b, 0x30, 0, 0x0a, 0xf0] })).toEqual([
      1, 11, 3, 0, 10, 15,
    ]);
    expect(samplesOf({ width: 5, height: 1, depth: 2, rows: [0, 0b00011011, 0b11000000] })).toEqual([0, 1, 2, 3, 3]);
    expect(samplesOf({ width: 9, height: 1, depth: 1, rows: [0, 0b10100001, 0x80] })).toEqual([
      1, 0, 1, 0, 0, 0, 0, 1, 1,
    ]);
  });

  test("of a palette, with its colours beside them", () => {
    const bytes = pngOf({ width: 2, height: 1, kind: 3, rows: [0, 1, 0], palette: [9, 8, 7, 255, 0, 128] });
    const decoded = decodePng("a.png", bytes);
    expect([...decoded.samples]).toEqual([1, 0]);
    expect([...decoded.palette!]).toEqual([9, 8, 7, 255, 0, 128]);
  });

  test("interlaced, in few bits too", () => {
    // 3x2 goes as its corner, its third column of even rows, its second one, and its other row; what has no pixels is not there.
    const passes = [0, 0b00_000000, 0, 0b10_000000, 0, 0b01_000000, 0, 0b11_10_01_00];
    const rows = [passes[0]!, passes[1]!, passes[2]!, passes[3]!, passes[4]!, passes[5]!, passes[6]!, passes[7]!];
    expect(samplesOf({ width: 3, height: 2, depth: 2, isInterlaced: true, rows })).toEqual([0, 1, 2, 3, 2, 1]);
  });
});

test("What is written is read again", () => {
  const size = { width: 2, height: 1 };
  const colours = Uint8Array.of(1, 2, 3, 250, 251, 252);
  expect(decodePng("a.png", encodePicture(size, colours, "test")).samples).toEqual(colours);
  for (const map of [Uint8Array.of(0, 255), Uint16Array.of(7, 26001)])
    expect(decodePng("a.png", encodeNumberMap(size, map, "test")).samples).toEqual(map);
});

describe("Refused by the name of the file", () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      decodePng("a.png", bytes);
    } catch (error) {
      if (error instanceof UnreadablePngError) return error.message.replace(/^a\.png: /, "");
      throw error;
    }
    return "nothing";
  };
  const good = pngOf({ width: 2, height: 1, rows: [0, 1, 2] });

  test("what is no PNG, or one that is cut off or damaged", () => {
    expect(refusal(Uint8Array.of(255, 216, 255))).toContain("is no PNG");
    expect(refusal(good.subarray(0, 20))).toContain("ends within its header");
    expect(refusal(good.subarray(0, -5))).toContain("it ends too early");
    const damaged = Uint8Array.from(good);
    damaged[45]! ^= 1;
    expect(refusal(damaged)).toContain('its part "IDAT" is damaged');
    expect(refusal(pngOf({ width: 3, height: 2, rows: [0, 1, 2, 3] }))).toContain("its pixels end after 4 of 8 bytes");
    expect(refusal(pngOf({ width: 1, height: 1, rows: [9, 1] }))).toContain("Unsupported filter: 9");
  });

  test("headers of no image", () => {
    expect(refusal(pngOf({ width: 0, height: 1, rows: [0] }))).toContain("has no pixels: it is 0x1");
    expect(refusal(pngOf({ width: 1, height: 1, kind: 2, depth: 4, rows: [0, 1] }))).toContain(
      "has colours of type 2 in 4 bits",
    );
    expect(refusal(pngOf({ width: 1, height: 1, kind: 3, rows: [0, 1] }))).toContain("it has no palette");
  });

  test("a small file that would fill memory, by the size it tells, or since it tells a smaller one", () => {
    expect(refusal(pngOf({ width: 100_000, height: 100_000, rows: [0] }))).toContain("is 100000x100000, more than");
    const [bomb, end] = [deflateSync(new Uint8Array(2 ** 24)), { type: "IEND", data: new Uint8Array() }];
    const header = { type: "IHDR", data: good.subarray(16, 29) };
    expect(refusal(writeChunks(SIGNATURE, [header, { type: "IDAT", data: bomb }, end]))).toContain(
      "it has more pixels than it says",
    );
    // Nobody asks for its colour profile.
    const profile = { type: "iCCP", data: Buffer.concat([Buffer.from("p\0\0"), bomb]) };
    expect(samplesOf({ width: 1, height: 1, rows: [0, 5], others: [profile] })).toEqual([5]);
  });
});
