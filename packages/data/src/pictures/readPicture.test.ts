import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TemporaryFolder, makeTemporaryFolder } from "@linknet-kit/base/files";
import { type PngParts, pngOf } from "../png/writePng.test.fixture.js";
import { CMYK, PROFILED, turnedJpeg } from "./jpeg.test.fixture.js";
import { readPicture, readPictureSize } from "./readPicture.js";

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await makeTemporaryFolder("pictures");
});
afterAll(async () => {
  await folder.remove();
});

async function read(bytes: Uint8Array | string, name = "picture") {
  const path = join(folder.path, name);
  await writeFile(path, bytes);
  const size = await readPictureSize(path);
  const picture = await readPicture(path);
  expect(picture).toMatchObject({ file: path, ...size });
  expect(picture.colours).toHaveLength(3 * picture.width * picture.height);
  return picture;
}

/** Colours of the middles of blocks, row by row. */
async function blocks(bytes: Uint8Array) {
  const { width, height, colours } = await read(bytes);
  return Array.from({ length: height / 8 }, (_, row) =>
    Array.from({ length: width / 8 }, (__, column) => {
      const start = 3 * ((8 * row + 4) * width + 8 * column + 4);
      return [...colours.subarray(start, start + 3)];
    }),
  );
}

const png = async (parts: PngParts) => [...(await read(pngOf(parts))).colours];

describe("A JPEG", () => {
  const letter = ([red, green, blue]: readonly number[]) =>
    ({ "255,0,0": "R", "0,255,0": "G", "0,0,255": "B", "255,255,255": "W", "0,0,0": "K", "128,128,128": "N" })[
      [red, green, blue].map((each) => (each! < 2 ? 0 : each! > 253 ? 255 : each)).join(",")
    ];

  test.each([
    // By the table of orientations in EXIF 2.32: which side of the picture the first row is, and which the first column.
    [1, ["RGB", "WNK"]],
    [2, ["BGR", "KNW"]],
    [3, ["KNW", "BGR"]],
    [4, ["WNK", "RGB"]],
    [5, ["RW", "GN", "BK"]],
    [6, ["WR", "NG", "KB"]],
    [7, ["KB", "NG", "WR"]],
    [8, ["BK", "GN", "RW"]],
  ])("with orientation %i is turned as its camera was held", async (orientation, rows) => {
    expect((await blocks(turnedJpeg(orientation))).map((row) => row.map(letter).join(""))).toEqual(rows);
  });

  test("for printing shows as ink on white", async () => {
    // (255 - 102) * (255 - 51) / 255 is 122.4.
    expect(await blocks(CMYK)).toEqual([
      [
        [0, 204, 255],
        [204, 122, 41],
      ],
    ]);
  });

  test("with a profile is shown in sRGB", async () => {
    const [[colour]] = (await blocks(PROFILED)) as [[number[]]];
    for (const [channel, right] of [227, 100, 42].entries())
      expect(Math.abs(colour[channel]! - right)).toBeLessThanOrEqual(1);
  });
});

describe("A PNG", () => {
  test("in grey of few bits, or in 16, becomes three bytes a pixel", async () => {
    expect(await png({ width: 2, height: 1, depth: 1, rows: [0, 0b01000000] })).toEqual([0, 0, 0, 255, 255, 255]);
    expect(await png({ width: 3, height: 1, depth: 2, rows: [0, 0b00011000] })).toEqual([
      0, 0, 0, 85, 85, 85, 170, 170, 170,
    ]);
    expect(await png({ width: 1, height: 1, depth: 16, rows: [0, 128, 128] })).toEqual([128, 128, 128]);
    expect(await png({ width: 1, height: 1, depth: 16, kind: 2, rows: [0, 255, 255, 128, 0, 0, 1] })).toEqual([
      255, 128, 0,
    ]);
  });

  test("of a palette has its colours, interlaced too", async () => {
    const palette = [9, 8, 7, 255, 0, 128];
    expect(await png({ width: 2, height: 1, kind: 3, depth: 4, rows: [0, 0x10], palette })).toEqual([
      255, 0, 128, 9, 8, 7,
    ]);
    // 2x1 goes as its first pixel, and then its second.
    const rows = [0, 0b01000000, 0, 0];
    expect(await png({ width: 2, height: 1, kind: 3, depth: 2, isInterlaced: true, rows, palette })).toEqual([
      255, 0, 128, 9, 8, 7,
    ]);
  });

  test("that is transparent lies on white", async () => {
    const rows = [0, 55, 255, 0, 0, 55, 255, 0, 255, 55, 255, 0, 51];
    // A fifth of 55 and four of 255, and so on.
    expect(await png({ width: 3, height: 1, kind: 6, rows })).toEqual([255, 255, 255, 55, 255, 0, 215, 255, 204]);
    const others = [{ type: "tRNS", data: Uint8Array.of(0, 7) }];
    expect(await png({ width: 2, height: 1, rows: [0, 7, 8], others })).toEqual([255, 255, 255, 8, 8, 8]);
    const isTransparent = async (alpha: number) =>
      (await read(pngOf({ width: 1, height: 1, kind: 6, rows: [0, 1, 2, 3, alpha] }))).isTransparent;
    expect([await isTransparent(254), await isTransparent(255)]).toEqual([true, undefined]);
  });
});

describe("Refused by the name of the file", () => {
  const refusal = async (bytes: Uint8Array | string, name?: string) => {
    const error: unknown = await read(bytes, name).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNREADABLE_PICTURE" });
    return (error as Error).message.replace(`${folder.path}/`, "");
  };
  const good = pngOf({ width: 2, height: 2, rows: [0, 1, 2, 0, 3, 4] });

  test("what is no picture, whatever its name", async () => {
    expect(await refusal("no picture at all", "text.png")).toBe("text.png: is no JPEG, PNG, WebP, AVIF or GIF picture");
    expect(await refusal("", "empty.jpg")).toBe("empty.jpg: is empty");
    expect(await refusal("<svg xmlns='http://www.w3.org/2000/svg'/>", "drawing.svg")).toContain("is no JPEG");
    await mkdir(join(folder.path, "folder.png"));
    await expect(readPicture(join(folder.path, "folder.png"))).rejects.toThrow("is a folder, not a file");
    await expect(readPicture(join(folder.path, "nothing.png"))).rejects.toThrow("there is no file");
    expect((await read(turnedJpeg(1), "jpeg.png")).width).toBe(24);
  });

  test("what is cut off, anywhere", async () => {
    const ends = [turnedJpeg(1), CMYK].flatMap((bytes) =>
      [20, 100, bytes.length - 40, bytes.length - 12].map((end) => bytes.subarray(0, end)),
    );
    for (const cut of [...ends, good.subarray(0, 20), good.subarray(0, -18)])
      expect(await refusal(cut)).toContain("is damaged or cut off");
  });

  test("what is damaged", async () => {
    const damaged = Uint8Array.from(good);
    damaged[45]! ^= 1;
    expect(await refusal(damaged)).toContain("is damaged or cut off");
  });

  test("what has other pixels than it says", async () => {
    const extra = await refusal(pngOf({ width: 2, height: 1, rows: [0, 1, 2, 0, 3, 4] }));
    expect(extra).toBe("picture: is damaged or cut off (it has more pixels than it says)");
    expect(await refusal(pngOf({ width: 2, height: 2, rows: [0, 1, 2] }))).toContain("is damaged or cut off");
    const passes = { width: 2, height: 1, isInterlaced: true };
    expect((await read(pngOf({ ...passes, rows: [0, 1, 0, 2] }))).colours).toHaveLength(6);
    expect(await refusal(pngOf({ ...passes, rows: [0, 1, 0, 2, 0] }))).toContain("more pixels than it says");
  });

  test("a small file of very many pixels", async () => {
    const others = [{ type: "IDAT", data: deflateSync(new Uint8Array(2 ** 24)) }];
    const bomb = pngOf({ width: 100_000, height: 100_000, others, rows: [] });
    expect(await refusal(bomb)).toBe("picture: is 100000x100000, more than the 67108864 pixels that are read");
    const jpeg = turnedJpeg(1);
    const frame = Buffer.from(jpeg).indexOf(Uint8Array.of(0xff, 0xc0));
    jpeg.set([255, 220, 255, 220], frame + 5);
    expect(await refusal(jpeg)).toContain("is 65500x65500, more than");
  });
});
