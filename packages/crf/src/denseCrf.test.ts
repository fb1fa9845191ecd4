import { describe, expect, test } from "vitest";
import {
  type CrfOptions,
  type LabelledImage,
  type Smoothing,
  denseCrf,
  featuresOf,
  largeFovCrf,
  meanField,
} from "./denseCrf.js";
import { InvalidCrfError } from "./errors.js";
import { Lattice } from "./lattice.js";
import { Simplex } from "./simplex.js";
import { VertexTable } from "./vertexTable.js";

/** The same numbers from 0 to 1 for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Every pixel with every other. */
function exactSmoothing(features: Float32Array, dimensions: number): Smoothing {
  const points = features.length / dimensions;
  const weights = Float64Array.from({ length: points * points }, (_, pair) => {
    const [one, other] = [Math.floor(pair / points) * dimensions, (pair % points) * dimensions];
    let distance = 0;
    for (let axis = 0; axis < dimensions; axis += 1) distance += (features[one + axis]! - features[other + axis]!) ** 2;
    return Math.exp(-distance / 2);
  });
  const ofPoint = (point: number) => weights.subarray(point * points, (point + 1) * points);
  const all = Array.from({ length: points }, (_, point) => ofPoint(point).reduce((sum, weight) => sum + weight, 0));
  return (values, channels) =>
    values.map((_, index) => {
      const [own, channel] = [ofPoint(Math.floor(index / channels)), index % channels];
      let sum = 0;
      for (let other = 0; other < points; other += 1) sum += own[other]! * values[other * channels + channel]!;
      return sum / all[Math.floor(index / channels)]!;
    });
}

/** A bright disc on a dark ground with some noise, and logits that see it blurred, shifted and with errors. */
function scene(seed: number): LabelledImage & { readonly truth: readonly number[] } {
  const [width, height, classes] = [36, 28, 3];
  const random = randomFrom(seed);
  const isDisc = (x: number, y: number): boolean => (x - 17) ** 2 + (y - 13) ** 2 < 81;
  const pixels = Array.from(
    { length: width * height },
    (_, pixel) => [pixel % width, Math.floor(pixel / width)] as const,
  );
  const truth = pixels.map(([x, y]) => (isDisc(x, y) ? 1 : 0));
  const colours = Uint8Array.from(
    pixels.flatMap(([x, y]) => [0, 1, 2].map(() => (isDisc(x, y) ? 190 : 60) + 12 * random())),
  );
  const logits = new Float32Array(classes * width * height).map((_, index) => {
    const [label, pixel] = [Math.floor(index / (width * height)), index % (width * height)];
    const [x, y] = pixels[pixel]!;
    const seen = isDisc(x - 2, y + 1) ? 1 : 0;
    return (label === seen ? 1 : 0) + 1.2 * random();
  });
  return { width, height, classes, colours, logits, truth };
}

function labelsOf(likely: Float32Array, classes: number): readonly number[] {
  const pixels = likely.length / classes;
  return Array.from({ length: pixels }, (_, pixel) => {
    const all = Array.from({ length: classes }, (__, label) => likely[label * pixels + pixel]!);
    return all.indexOf(Math.max(...all));
  });
}

const share = (one: readonly number[], other: readonly number[]): number =>
  one.filter((each, index) => each === other[index]).length / one.length;

const options: CrfOptions = { ...largeFovCrf, iterations: 5, alike: { weight: 4, pixels: 12, colours: 20 } };

describe("The lattice", () => {
  test("shares each point among corners that have it in the middle", () => {
    const random = randomFrom(3);
    for (const dimensions of [1, 2, 5]) {
      const simplex = new Simplex(dimensions);
      const meeting = (point: Float32Array): readonly number[] => {
        simplex.enclose(point, 0);
        const middle = Array.from({ length: dimensions }, () => 0);
        for (const [corner, part] of simplex.shares.entries())
          simplex.cornerAt(corner).forEach((each, axis) => (middle[axis]! += part * each));
        return middle;
      };
      const [one, other] = [0, 1].map(() => Float32Array.from({ length: dimensions }, () => 20 * random() - 10));
      const between = one!.map((each, axis) => (each + other![axis]!) / 2);
      const [ofOne, ofOther, ofBetween] = [one!, other!, between].map(meeting);
      // What is in the middle of two points is so in the lattice too: its place is a linear function of the point.
      ofBetween!.forEach((each, axis) => expect(each).toBeCloseTo((ofOne![axis]! + ofOther![axis]!) / 2, 4));
      simplex.enclose(one!, 0);
      expect(simplex.shares.every((part) => part >= -1e-6)).toBe(true);
      expect(simplex.shares.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 10);
    }
  });

  test.each([
    [2, 4],
    [5, 2],
  ])("smooths in %d dimensions nearly as a sum over all pairs", (dimensions, extent) => {
    const random = randomFrom(dimensions);
    const points = 600;
    const features = Float32Array.from({ length: points * dimensions }, () => extent * random());
    const values = Float32Array.from({ length: points * 2 }, random);
    const lattice = new Lattice(features, dimensions);
    const [sums, weights] = [lattice.filter(values, 2), lattice.filter(new Float32Array(points).fill(1), 1)];
    const exact = exactSmoothing(features, dimensions)(values, 2);
    const errors = sums.map((each, index) => each / weights[index >> 1]! - exact[index]!);
    expect(Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)).toBeLessThan(0.02);
  });
});

test("A table of more points than it began with finds each by the number that it got first", () => {
  const table = new VertexTable(2);
  const points = Array.from({ length: 20_000 }, (_, index) =>
    Int32Array.of((index % 150) - 75, Math.floor(index / 150)),
  );
  expect(points.findIndex((point, number) => table.add(point) !== number)).toBe(-1);
  expect([table.count, table.add(points[3]!), table.find(points[19_999]!)]).toEqual([20_000, 3, 19_999]);
  expect(table.find(Int32Array.of(75, 0))).toBe(-1);
});

describe("The CRF", () => {
  const image = scene(1);

  test("is nearly mean field over all pairs of pixels, and finds the edge that the logits miss", () => {
    const likely = denseCrf(image, options);
    const exact = meanField(image, options, {
      near: exactSmoothing(featuresOf(image, options.near.pixels), 2),
      alike: exactSmoothing(featuresOf(image, options.alike.pixels, options.alike.colours), 5),
    });
    const [before, after, best] = [image.logits, likely, exact].map((each) => labelsOf(each, image.classes));
    expect(share(before!, image.truth)).toBeLessThan(0.9);
    expect(share(best!, image.truth)).toBeGreaterThan(0.97);
    expect(share(after!, best!)).toBeGreaterThan(0.99);
  });

  test("gives probabilities", () => {
    const likely = denseCrf(image, options);
    const pixels = image.width * image.height;
    const sums = Array.from(
      { length: pixels },
      (_, pixel) => likely[pixel]! + likely[pixels + pixel]! + likely[2 * pixels + pixel]!,
    );
    expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(1e-5);
  });

  test("without iterations, or without weights, is softmax", () => {
    const two = {
      width: 1,
      height: 1,
      classes: 2,
      colours: new Uint8Array(3),
      logits: Float32Array.of(0, Math.log(3)),
    };
    expect([...denseCrf(two, { ...options, iterations: 0 })]).toEqual([
      expect.closeTo(0.25, 6),
      expect.closeTo(0.75, 6),
    ]);
    const weak = { iterations: 3, near: { weight: 0, pixels: 1 }, alike: { weight: 0, pixels: 1, colours: 1 } };
    const plain = denseCrf(image, { ...options, iterations: 0 });
    denseCrf(image, weak).forEach((each, index) => expect(each).toBeCloseTo(plain[index]!, 6));
  });

  test("a pixel alone agrees with itself: its logits grow by the weights times what it is", () => {
    const one = {
      width: 1,
      height: 1,
      classes: 2,
      colours: new Uint8Array(3),
      logits: Float32Array.of(0, Math.log(3)),
    };
    const [first] = denseCrf(one, { ...options, iterations: 1 });
    // 7 times 1/4 against ln 3 and 7 times 3/4.
    expect(first).toBeCloseTo(1 / (1 + 3 * Math.exp(3.5)), 6);
  });

  test("what does not fit is refused", () => {
    const given = (change: Partial<LabelledImage>) => () => denseCrf({ ...image, ...change }, options);
    expect(given({ width: 35 })).toThrow(InvalidCrfError);
    expect(given({ width: 35 })).toThrow("3 classes of 35x28 are not 3024 logits");
    expect(given({ colours: new Uint8Array(5) })).toThrow("three colours of 36x28 are not 5");
    expect(given({ logits: image.logits.with(7, Number.NaN) })).toThrow("a logit is no finite number");
    expect(() => denseCrf(image, { ...options, near: { weight: 1, pixels: 0 } })).toThrow(
      "0 is no standard deviation from 0.001 up",
    );
    expect(given({ colours: new Float32Array(3 * 36 * 28).fill(256) })).toThrow("a colour is not from 0 to 255");
    expect(() => denseCrf(image, { ...options, iterations: 1.5 })).toThrow("1.5 is no number of iterations");
    expect(() => denseCrf(image, { ...options, near: { weight: -1, pixels: 1 } })).toThrow("-1 is no weight");
  });
});
