import { beforeAll, describe, expect, test } from "vitest";
import { fillNormal, fillUniform, seededUniform, shuffledOrder } from "./random.js";

const COUNT = 1_000_000;

/** Largest distance between the share of the sorted values below each and the probability of that (Kolmogorov and Smirnov). */
function kolmogorovSmirnov(sorted: Float32Array, probabilityBelow: (value: number) => number): number {
  let distance = 0;
  sorted.forEach((value, index) => {
    const expected = probabilityBelow(value);
    distance = Math.max(distance, expected - index / sorted.length, (index + 1) / sorted.length - expected);
  });
  return distance;
}

/** Beyond this, one sample in a thousand would be of another distribution by chance; the sample here is fixed. */
const criticalDistance = (count: number): number => 1.95 / Math.sqrt(count);

/** The complementary error function, to 1.2e-7 of itself: Press et al., Numerical Recipes, section 6.2. */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  return t * Math.exp(-x * x + coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0));
}

const normalAbove = (value: number): number =>
  value < 0 ? 1 - normalAbove(-value) : complementaryError(value * Math.SQRT1_2) / 2;
const normalBelow = (value: number): number => normalAbove(-value);

/** Where the last layer of the ziggurat ends. */
const TAIL = 3.442619;
const tailBits = seededUniform(1, "tail");

/** A number from the tail: the first bits ask for layer 0, the one with the tail, and a place at its far end. */
function drawFromTail(): number {
  const value = new Float32Array(1);
  const bits = [0x7fffff80];
  fillNormal(value, 1, () => bits.pop() ?? tailBits());
  return value[0]!;
}

describe("Normal numbers", () => {
  const values = new Float32Array(COUNT);
  let sorted: Float32Array;

  beforeAll(() => {
    fillNormal(values, 1, seededUniform(20170614, "normal"));
    sorted = values.toSorted();
  });

  test("have the moments of the normal distribution, within four standard errors", () => {
    const moment = (power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / COUNT;
    // Of the k-th moment the variance is that of the 2k-th less its own square: 1, 2, 15, 96.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / COUNT));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / COUNT));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / COUNT));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / COUNT));
  });

  test("are distributed normally", () => {
    expect(kolmogorovSmirnov(sorted, normalBelow)).toBeLessThan(criticalDistance(COUNT));
  });

  test("reach beyond the last layer of the ziggurat as often as they should", () => {
    const expected = 2 * COUNT * normalAbove(TAIL);
    const tail = values.filter((value) => Math.abs(value) > TAIL);
    expect(Math.abs(tail.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  test("are distributed normally there too, where they are drawn in another way", () => {
    const tail = Float32Array.from({ length: 200_000 }, drawFromTail);
    expect(tail.some((value) => value < TAIL)).toBe(false);
    const below = (value: number): number => 1 - normalAbove(value) / normalAbove(TAIL);
    expect(kolmogorovSmirnov(tail.toSorted(), below)).toBeLessThan(criticalDistance(tail.length));
  });

  test("do not depend on the one before", () => {
    const products = values.reduce((sum, value, index) => sum + value * (values[index + 1] ?? 0), 0);
    expect(Math.abs(products / COUNT)).toBeLessThan(4 / Math.sqrt(COUNT));
  });

  test("have the deviation that is asked for", () => {
    const wide = new Float32Array(1000);
    fillNormal(wide, 4, seededUniform(20170614, "normal"));
    expect(wide).toEqual(values.subarray(0, 1000).map((value) => 4 * value));
  });
});

test("Uniform numbers fill [0, 1) evenly", () => {
  const values = new Float32Array(COUNT);
  fillUniform(values, seededUniform(1, "uniform"));
  const sorted = values.toSorted();
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted.at(-1)).toBeLessThan(1);
  expect(kolmogorovSmirnov(sorted, (value) => value)).toBeLessThan(criticalDistance(COUNT));
});

describe("A generator", () => {
  const first = (seed: number, name: string) => Array.from({ length: 8 }, seededUniform(seed, name));

  test("gives the same numbers for the same seed and name", () => {
    expect(first(7, "encoder1/conv2d/weight")).toEqual(first(7, "encoder1/conv2d/weight"));
  });

  test("gives the numbers it always gave", () => {
    expect(first(0, "")).toMatchInlineSnapshot(`
      [
        613827011,
        1026192132,
        -1196167667,
        460819676,
        1307014028,
        535027963,
        1321658810,
        -1804174055,
      ]
    `);
    expect(first(7, "encoder1/conv2d/weight")).toMatchInlineSnapshot(`
      [
        -365612218,
        1429581031,
        -1218573837,
        -1630862115,
        -1860094772,
        -1607995469,
        1864427086,
        -1449899782,
      ]
    `);
  });

  test("shares no number with that of another seed or name, however close", () => {
    const generators = [0, 1, 2, -1, 2 ** 31].flatMap((seed) =>
      ["", "a", "b", "ab", "ba", "conv1", "conv2", "conv11"].map((name) => first(seed, name)),
    );
    const numbers = generators.flat();
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test("sets each of its 32 bits half of the time", () => {
    const next = seededUniform(3, "bits");
    const counts = Array.from({ length: 32 }, () => 0);
    for (let draw = 0; draw < 100_000; draw += 1) {
      const bits = next();
      counts.forEach((count, bit) => (counts[bit] = count + ((bits >>> bit) & 1)));
    }
    // Four standard errors of 100,000 tosses.
    for (const count of counts) expect(Math.abs(count - 50_000)).toBeLessThan(4 * Math.sqrt(100_000 / 4));
  });
});

test("An order has every number once, and each of the six orders of three comes as often as another", () => {
  const uniform = seededUniform(1, "orders");
  expect(shuffledOrder(100, uniform).toSorted((a, b) => a - b)).toEqual([...Array(100).keys()]);
  const seen = new Map<string, number>();
  for (let draw = 0; draw < 6000; draw += 1) {
    const order = shuffledOrder(3, uniform).join("");
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  // Chi-squared of five degrees of freedom: one sample in a thousand is beyond 20.5; the seed is fixed.
  const chiSquared = [...seen.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect([seen.size, chiSquared < 20.5]).toEqual([6, true]);
});
