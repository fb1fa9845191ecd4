import { describe, expect, expectTypeOf, test } from "vitest";
import { axisNumber, axisNumbers, integer, number, perAxis } from "./attributeKinds.js";
import { type AttributeKinds, type Canonical, type Given, parseAttributes, withDefault } from "./attributes.js";
import { type Pair, padding, pair, perSpatialAxis, spatialPadding } from "./spatialAttributes.js";

const one = (kind: AttributeKinds[string], given: unknown) => parseAttributes({ it: kind }, { it: given })["it"];

test("A number becomes a pair, a pair stays", () => {
  expect(one(pair(1), 2)).toEqual([2, 2]);
  expect(one(pair(1), [2, 3])).toEqual([2, 3]);
});

test("Padding of an image becomes a number for each side", () => {
  expect(one(padding(), 1)).toEqual({ begin: [1, 1], end: [1, 1] });
  expect(one(padding(), [1, 2])).toEqual({ begin: [1, 2], end: [1, 2] });
  expect(one(padding(), { top: 1, left: 2, bottom: 3, right: 4 })).toEqual({ begin: [1, 2], end: [3, 4] });
});

describe("Along spatial axes, of which a tensor has those behind N x C", () => {
  const kinds = { stride: perSpatialAxis("x", 1), padding: spatialPadding("x") };
  type Written = Given<typeof kinds>;
  const settled = (stride: Written["stride"], around: Written["padding"], ...sides: number[]) =>
    parseAttributes(kinds, { stride, padding: around }, { x: { dtype: "float32", shape: [1, 2, ...sides] } });

  test("one number is for all, and several are one for each", () => {
    expect(settled(2, 1, 9)).toEqual({ stride: [2], padding: { begin: [1], end: [1] } });
    expect(settled(2, 1, 9, 9, 9)).toEqual({ stride: [2, 2, 2], padding: { begin: [1, 1, 1], end: [1, 1, 1] } });
    expect(settled([1, 2, 3], [3, 2, 1], 9, 9, 9)).toEqual({
      stride: [1, 2, 3],
      padding: { begin: [3, 2, 1], end: [3, 2, 1] },
    });
    const apart = { begin: [1, 0, 2], end: [0, 3, 1] };
    expect(settled(1, apart, 9, 9, 9).padding).toEqual(apart);
    expect(settled(1, { top: 1, left: 2, bottom: 3, right: 4 }, 9, 9).padding).toEqual({ begin: [1, 2], end: [3, 4] });
  });

  test("as many as another tensor has, none and what is no number are refused", () => {
    expect(() => settled([1, 2], 0, 9, 9, 9)).toThrow(
      'attribute "stride" is [1,2], expected one for each of 3 spatial axes',
    );
    expect(() => settled([], 0, 9)).toThrow('attribute "stride" is [], expected one for each of 1 spatial axes');
    expect(() => settled(1, { top: 0, left: 0, bottom: 0, right: 0 }, 9)).toThrow(
      'attribute "padding" is [0,0], expected one for each of 1 spatial axes',
    );
    expect(() => settled(1, { begin: [0], end: [-1] }, 9)).toThrow(
      'attribute "padding" is -1, expected an integer >= 0',
    );
    expect(() => settled(1, {} as never, 9)).toThrow('attribute "padding" is {}, expected an integer >= 0');
  });
});

test("A default stands in for what is not given, and is parsed as if it were", () => {
  const kinds = { stride: withDefault(pair(1), 1), filters: integer(1) };
  expect(parseAttributes(kinds, { filters: 8 })).toEqual({ stride: [1, 1], filters: 8 });
  expect(parseAttributes(kinds, { filters: 8, stride: undefined })).toEqual({ stride: [1, 1], filters: 8 });
  expect(parseAttributes(kinds, { filters: 8, stride: [2, 1] })).toEqual({ stride: [2, 1], filters: 8 });
});

test("The compiler asks for what has no default, and knows what comes out", () => {
  const kinds = { stride: withDefault(pair(1), 1), filters: integer(1) };
  expectTypeOf<Given<typeof kinds>>().toExtend<{
    readonly filters: number;
    readonly stride?: number | Pair | undefined;
  }>();
  expectTypeOf<{ filters: 8 }>().toExtend<Given<typeof kinds>>();
  expectTypeOf<{ stride: 2 }>().not.toExtend<Given<typeof kinds>>();
  expectTypeOf<Canonical<typeof kinds>>().toEqualTypeOf<{ readonly stride: Pair; readonly filters: number }>();
});

describe("Axes of an operand", () => {
  const kinds = { axis: axisNumber("xs"), axes: axisNumbers("x") };
  const image = { dtype: "float32", shape: [1, 3, 4, 5] } as const;
  const operands = { x: image, xs: [{ ...image, shape: [6, 7] }] };
  const settled = (axis: number, axes: number | readonly number[]) => parseAttributes(kinds, { axis, axes }, operands);

  test("are counted from the start and stand in ascending order", () => {
    expect(settled(-1, [-1, 0, 2])).toEqual({ axis: 1, axes: [0, 2, 3] });
    expect(settled(0, -4)).toEqual({ axis: 0, axes: [0] });
    expect(settled(0, [])).toEqual({ axis: 0, axes: [] });
  });

  test("stay as they are given where there are no operands yet", () => {
    expect(parseAttributes(kinds, { axis: -1, axes: [-1, 9] })).toEqual({ axis: -1, axes: [-1, 9] });
  });

  test("that are none of its, or one twice, are refused", () => {
    expect(() => settled(2, [])).toThrow('attribute "axis" is 2, expected an axis of xs, from -2 to 1');
    expect(() => settled(0, [1, -5])).toThrow('attribute "axes" is -5, expected an axis of x, from -4 to 3');
    expect(() => settled(0, [1, -3])).toThrow('attribute "axes" is [1,-3], expected each axis once');
    expect(() => settled(0, [1.5])).toThrow('attribute "axes" is 1.5, expected an integer');
    const scalar = { ...operands, x: { ...image, shape: [] } };
    expect(() => parseAttributes(kinds, { axis: 0, axes: 0 }, scalar)).toThrow(
      'attribute "axes" is 0, expected an axis of x, which has none',
    );
  });
});

describe("What is refused, and how", () => {
  test.each([
    ["zero where one is the least", integer(1), 0, 'attribute "it" is 0, expected an integer >= 1'],
    ["a fraction", integer(1), 1.5, 'attribute "it" is 1.5, expected an integer >= 1'],
    ["NaN", integer(0), Number.NaN, 'attribute "it" is NaN, expected an integer >= 0'],
    ["a numeral", integer(0), "3", 'attribute "it" is "3", expected an integer >= 0'],
    ["nothing, without a default", integer(0), undefined, 'attribute "it" is undefined, expected an integer >= 0'],
    [
      "too large a number to be whole",
      integer(0),
      2 ** 53,
      'attribute "it" is 9007199254740992, expected an integer >= 0',
    ],
    ["three of a pair", pair(1), [1, 2, 3], 'attribute "it" is [1,2,3], expected a number or [vertical, horizontal]'],
    ["a pair that is half bad", pair(1), [1, -2], 'attribute "it" is -2, expected an integer >= 1'],
    [
      "a negative side",
      padding(),
      { top: 0, left: -1, bottom: 0, right: 0 },
      'attribute "it.left" is -1, expected an integer >= 0',
    ],
    [
      "padding in three numbers",
      padding(),
      [1, 2, 3],
      'attribute "it" is [1,2,3], expected a number or [vertical, horizontal]',
    ],
    ["padding in a word", padding(), "same", 'attribute "it" is "same", expected an integer >= 0'],
    ["a number where there is one for each axis", perAxis(0), 1, 'attribute "it" is 1, expected a list of integers'],
    ["a negative one among the axes", perAxis(0), [0, -1], 'attribute "it" is -1, expected an integer >= 0'],
    ["infinity", number(), Number.POSITIVE_INFINITY, 'attribute "it" is Infinity, expected a finite number'],
  ])("%s", (_, kind, given, message) => {
    expect(() => one(kind, given)).toThrow(message);
  });

  test("a name that the op does not know, with those it knows", () => {
    const kinds: AttributeKinds = { stride: pair(1), groups: integer(1) };
    expect(() => parseAttributes(kinds, { strides: 2 })).toThrow(
      'there is no attribute "strides"; there are stride, groups',
    );
    expect(() => parseAttributes({}, { toString: 2 } as never)).toThrow(
      'there is no attribute "toString"; there are none',
    );
  });
});
