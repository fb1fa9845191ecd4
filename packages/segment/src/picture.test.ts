import { floatTensor, intTensor } from "@linknet-kit/core";
import { camvid, cityscapes } from "@linknet-kit/metrics";
import { describe, expect, test } from "vitest";
import {
  type ClassScores,
  NotLabelsError,
  UnfitLabelsError,
  classesOf,
  fitLabels,
  imageInput,
  labelOutput,
  labelPixels,
  mixColours,
  networkSize,
  numberedClasses,
  percent,
  scoresOf,
  sharesOf,
} from "./picture.js";
import { pictureTensor } from "./network/pictureTensor.js";

describe("A network that takes any size sees a picture", () => {
  const wanted = { like: { width: 160, height: 96 }, least: 32 };

  test("with as many pixels as it was trained with, in the picture's proportions", () => {
    expect(networkSize({ width: 1600, height: 960 }, wanted)).toEqual({ width: 160, height: 96 });
    // 160 x 96 = 15360 pixels: 124 x 124 of a square, 143 x 107 of 4:3, 107 x 143 of it upright.
    expect(networkSize({ width: 9, height: 9 }, wanted)).toEqual({ width: 124, height: 124 });
    expect(networkSize({ width: 4000, height: 3000 }, wanted)).toEqual({ width: 143, height: 107 });
    expect(networkSize({ width: 300, height: 400 }, wanted)).toEqual({ width: 107, height: 143 });
  });

  test("with no side too small for it, in its proportions up to four times as many pixels", () => {
    expect(networkSize({ width: 4000, height: 160 }, wanted)).toEqual({ width: 800, height: 32 });
    expect(networkSize({ width: 4000, height: 1 }, wanted)).toEqual({ width: 1920, height: 32 });
    expect(networkSize({ width: 1, height: 8192 }, wanted)).toEqual({ width: 32, height: 1920 });
  });
});

describe("It is fed", () => {
  const picture = { width: 2, height: 1, colours: Uint8Array.of(255, 0, 51, 102, 255, 0) };

  test("planes of colours, less the mean and divided by the deviation", () => {
    const { shape, data } = pictureTensor(picture, { size: picture, mean: [0.5, 0, 0.2], std: [0.5, 1, 2] });
    expect(shape).toEqual([1, 3, 1, 2]);
    const expected = [1, -0.2, 0, 1, 0, -0.1];
    for (const [place, value] of expected.entries()) expect(data[place]).toBeCloseTo(value, 6);
  });

  test("or pixels one after the other, at its own size", () => {
    const { shape, data } = pictureTensor(picture, { size: picture, mean: [0, 0, 0], isChannelsLast: true });
    expect(shape).toEqual([1, 1, 2, 3]);
    expect([...data].map((value) => Math.round(255 * value))).toEqual([255, 0, 51, 102, 255, 0]);
    const one = pictureTensor(picture, { size: { width: 1, height: 1 }, mean: [0, 0, 0] });
    expect([...one.data].map((value) => Math.round(255 * value))).toEqual([179, 128, 26]);
  });
});

describe("What it gives is read", () => {
  const seen = (width: number, height: number, isChannelsLast = false) => ({ size: { width, height }, isChannelsLast });

  test("as numbers a class, whichever axis they and the colours of the picture stand on", () => {
    for (const isChannelsLast of [false, true]) {
      const first = scoresOf(floatTensor([1, 2, 1, 3], [1, 2, 3, 4, 5, 6]), seen(3, 1, isChannelsLast));
      expect(first).toMatchObject({ kind: "scores", classes: 2, width: 3, height: 1 });
      const last = scoresOf(floatTensor([1, 1, 3, 2], [1, 4, 2, 5, 3, 6]), seen(3, 1, isChannelsLast));
      expect(last).toEqual(first);
    }
  });

  test.each([
    ["half as large", [1, 12, 48, 80], { classes: 12, height: 48, width: 80 }],
    ["half as large, classes last", [1, 48, 80, 12], { classes: 12, height: 48, width: 80 }],
    ["an eighth, rounded up", [1, 20, 13, 21], { classes: 20, height: 13, width: 21 }],
    ["an eighth, rounded up, classes last", [1, 13, 21, 20], { classes: 20, height: 13, width: 21 }],
  ])("of maps %s", (_, shape, expected) => {
    const [width, height] = shape.includes(13) ? [161, 97] : [160, 96];
    for (const isChannelsLast of [false, true])
      expect(scoresOf(floatTensor(shape), seen(width, height, isChannelsLast))).toMatchObject(expected);
  });

  test("with the classes where the colours are, where either way would do", () => {
    const cube = floatTensor([1, 2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
    expect(scoresOf(cube, seen(2, 2))).toMatchObject({ scores: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) });
    expect(scoresOf(cube, seen(2, 2, true))).toMatchObject({ scores: Float32Array.of(0, 2, 4, 6, 1, 3, 5, 7) });
  });

  test("as labels, with an axis of one class or without", () => {
    for (const shape of [
      [1, 2, 2],
      [1, 1, 2, 2],
      [1, 2, 2, 1],
    ])
      expect(scoresOf(intTensor(shape, [3, 0, 0, 255]), seen(2, 2))).toEqual({
        kind: "labels",
        width: 2,
        height: 2,
        channels: Uint8Array.of(3, 0, 0, 255),
      });
  });

  test.each([
    [
      floatTensor(
        [1, 1000],
        Array.from({ length: 1000 }, () => 0),
      ),
      "float32[1x1000], which is no number a class for each pixel",
    ],
    [floatTensor([2, 3, 1, 1]), "no number a class for each pixel of one picture"],
    [floatTensor([1, 1, 2, 2]), "1 numbers for each pixel; 2 to 256 classes can be told apart"],
    [floatTensor([1, 257, 1, 1]), "257 numbers for each pixel"],
    [floatTensor([1, 2, 1, 1], [Number.NaN, 1]), "some of what it gives is no number"],
    [intTensor([1, 2], [0, 0]), "no class for each pixel"],
    [intTensor([1, 1, 1], [-1]), "gives -1 for a pixel"],
    [intTensor([1, 1, 1], [256]), "gives 256 for a pixel"],
  ])("and refused where it is neither: %#", (tensor, says) => {
    expect(() => scoresOf(tensor, seen(1, 1))).toThrow(NotLabelsError);
    expect(() => scoresOf(tensor, seen(1, 1), "mine.onnx")).toThrow(says);
    expect(() => scoresOf(tensor, seen(1, 1), "mine.onnx")).toThrow(/^mine\.onnx labels no pixels/);
  });
});

/** The class at each pixel by interpolating every class everywhere, one pixel after the other. */
function slowly(
  { scores, classes, width, height }: Extract<ClassScores, { kind: "scores" }>,
  to: { width: number; height: number },
) {
  const at = (channel: number, x: number, y: number): number => {
    const [column, row] = [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))];
    return scores[(channel * height + row) * width + column]!;
  };
  return Array.from({ length: to.width * to.height }, (_, pixel) => {
    const x = (((pixel % to.width) + 0.5) / to.width) * width - 0.5;
    const y = ((Math.floor(pixel / to.width) + 0.5) / to.height) * height - 0.5;
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const all = Array.from({ length: classes }, (__, channel) => {
      const above = at(channel, left, top) * (1 - (x - left)) + at(channel, left + 1, top) * (x - left);
      const below = at(channel, left, top + 1) * (1 - (x - left)) + at(channel, left + 1, top + 1) * (x - left);
      return above * (1 - (y - top)) + below * (y - top);
    });
    return all.indexOf(Math.max(...all));
  });
}

describe("The class of each pixel", () => {
  test("lies between the network's pixels where the numbers cross", () => {
    // Of class 1 less class 0 there is -1, then 3: 0 a quarter of the way, so that of 8 pixels 3 are of class 0.
    const scores: ClassScores = {
      kind: "scores",
      classes: 2,
      width: 2,
      height: 1,
      scores: Float32Array.of(1, 0, 0, 3),
    };
    expect([...labelPixels(scores, { width: 8, height: 1 })]).toEqual([0, 0, 0, 1, 1, 1, 1, 1]);
  });

  test.each([
    [7, 5, 31, 22],
    [8, 8, 3, 5],
    [1, 4, 6, 4],
    [5, 3, 5, 3],
  ])("of %ix%i at %ix%i is that of all classes interpolated everywhere", (width, height, toWidth, toHeight) => {
    const classes = 4;
    const numbers = Float32Array.from({ length: classes * width * height }, (_, place) => Math.sin(place * place + 1));
    const scores: ClassScores = { kind: "scores", classes, width, height, scores: numbers };
    const to = { width: toWidth, height: toHeight };
    expect([...labelPixels(scores, to)]).toEqual(slowly(scores, to));
  });

  test("of labels alone is the nearest one's", () => {
    const labels: ClassScores = { kind: "labels", width: 2, height: 1, channels: Uint8Array.of(9, 4) };
    expect([...labelPixels(labels, { width: 4, height: 2 })]).toEqual([9, 9, 4, 4, 9, 9, 4, 4]);
  });

  test("of equal numbers is the first", () => {
    const scores: ClassScores = { kind: "scores", classes: 3, width: 1, height: 1, scores: Float32Array.of(2, 2, 1) };
    expect([...labelPixels(scores, { width: 2, height: 1 })]).toEqual([0, 0]);
  });
});

describe("Classes", () => {
  test("are those of the label set, in the order of channels", () => {
    expect(classesOf(camvid).map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const ids = classesOf(cityscapes).map(({ id }) => id);
    expect(ids).toEqual([7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33, 0]);
  });

  test("have colours that differ, however many they are", () => {
    const colours = numberedClasses(256).map(({ colour }) => colour.join());
    expect(new Set(colours).size).toBe(256);
    expect(colours).not.toContain("0,0,0");
  });

  test("are found by how many the network has, with the ignored one or without", () => {
    const of = (classes: number): ClassScores => ({
      kind: "scores",
      classes,
      width: 1,
      height: 1,
      scores: new Float32Array(classes),
    });
    expect(fitLabels("n", of(12), undefined)[3]).toMatchObject({ name: "road", id: 3 });
    expect(fitLabels("n", of(11), undefined)[3]).toMatchObject({ name: "road" });
    expect(fitLabels("n", of(19), undefined)[0]).toMatchObject({ name: "road", id: 7 });
    expect(fitLabels("n", of(5), undefined)[4]).toMatchObject({ name: "class 4", id: 4 });
    expect(() => fitLabels("n", of(5), camvid)).toThrow(UnfitLabelsError);
    const labels: ClassScores = { kind: "labels", width: 1, height: 1, channels: Uint8Array.of(12) };
    expect(() => fitLabels("n", labels, camvid)).toThrow("n tells 13 classes apart, and CamVid are 12");
    expect(fitLabels("n", labels, undefined)[12]).toMatchObject({ name: "class 12" });
  });

  test("have shares, the largest first, and none where they are not", () => {
    const shares = sharesOf(Uint8Array.of(1, 1, 1, 4, 4, 0, 1, 4), numberedClasses(6));
    expect(shares.map(({ id, pixels, share }) => [id, pixels, share])).toEqual([
      [1, 4, 0.5],
      [4, 3, 0.375],
      [0, 1, 0.125],
    ]);
    expect([1, 0.12345, 0.0004].map(percent)).toEqual(["100.0 %", "12.3 %", "< 0.1 %"]);
  });
});

test("Colours are mixed by the opacity, and a fourth number of pixels stays", () => {
  const classes = [
    { name: "a", id: 0, colour: [255, 0, 10] },
    { name: "b", id: 5, colour: [0, 100, 200] },
  ] as const;
  const channels = Uint8Array.of(1, 0);
  expect([...mixColours(Uint8Array.of(10, 20, 30, 5, 5, 5), channels, { classes, opacity: 0.25 })]).toEqual([
    8, 40, 73, 68, 4, 6,
  ]);
  const four = Uint8ClampedArray.of(10, 20, 30, 7, 5, 5, 5, 9);
  expect([...mixColours(four, channels, { classes, opacity: 1 })]).toEqual([0, 100, 200, 7, 255, 0, 10, 9]);
});

test("What takes anything but one picture is refused", () => {
  const type = (...shape: number[]) => ({ name: "x", type: { dtype: "float32", shape } }) as const;
  expect(imageInput("n", [type(1, 3, 4, 5)])).toMatchObject({ size: { width: 5, height: 4 }, isChannelsLast: false });
  expect(imageInput("n", [type(1, 4, 5, 3)])).toMatchObject({ size: { width: 5, height: 4 }, isChannelsLast: true });
  expect(() => imageInput("n", [type(1, 3, 4, 5), type(1)])).toThrow("n takes no picture: it has 2 inputs");
  expect(() => imageInput("n", [type(2, 3, 4, 5)])).toThrow("its input is float32[2x3x4x5]");
  expect(() => imageInput("n", [type(1, 1, 4, 5)])).toThrow("float32[1x1x4x5]");
});

test("Numbers of more bytes than can be had at once are refused before they are computed", () => {
  const output = (height: number, width: number) => ({
    outputs: [{ name: "y", type: { dtype: "float32", shape: [1, 12, height, width] } }],
  });
  expect(labelOutput(output(4000, 6000) as never)).toBe("y");
  expect(() => labelOutput(output(6000, 10_000) as never)).toThrow(
    "gives 2.9 GB for a picture at this size, and 2.1 GB are the most",
  );
});
