import { array, assert, constantFrom, property, record, uniqueArray, nat } from "fast-check";
import { describe, expect, test } from "vitest";
import { type Match, type Part, alignParts } from "./align.js";

/** `conv2d_3:64` is a convolution of that name that costs 64. */
function part(text: string): Part {
  const [name = "", structure = ""] = text.split(":");
  return { name, kind: name.replace(/[^a-z].*/, ""), structure };
}

const align = (base: string, candidate: string): readonly Match[] =>
  alignParts(base.split(" ").map(part), candidate.split(" ").map(part));

const only = (matches: readonly Match[], side: 0 | 1): readonly (number | undefined)[] =>
  matches.filter((match) => match[1 - side] === undefined).map((match) => match[side]);

describe("A part more, with every later one numbered anew", () => {
  test.each([
    ["first", "c_0:64 r_0:8 c_1:64 c_2:128", "c_0:32 c_1:64 r_0:8 c_2:64 c_3:128", 0],
    ["between", "c_0:64 c_1:64 c_2:128 c_3:128", "c_0:64 c_1:64 c_2:96 c_3:128 c_4:128", 2],
    ["last", "c_0:64 r_0:8", "c_0:64 r_0:8 c_1:64", 2],
  ])("%s, is the only one that is new", (_, base, candidate, at) => {
    const matches = align(base, candidate);
    expect(only(matches, 1)).toEqual([at]);
    expect(only(matches, 0)).toEqual([]);
  });

  test("among equal ones is one that is new, whichever", () => {
    const matches = align("c_0:64 c_1:64 c_2:64", "c_0:64 c_1:64 c_2:64 c_3:64");
    expect(only(matches, 1)).toHaveLength(1);
    expect(only(matches, 0)).toEqual([]);
  });
});

test("Names that somebody gave tell equal parts apart, and hold parts together that cost otherwise now", () => {
  expect(only(align("conv/a:64 conv/b:64", "conv/a:64 conv/new:64 conv/b:64"), 1)).toEqual([1]);
  // Half as wide: what the second costs now is what the first did.
  expect(align("conv/a:64 conv/b:32 conv/c:16", "conv/a:32 conv/b:16 conv/c:8")).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
});

test("Parts that changed places are still the same", () => {
  expect(align("a:1 b:2 c:3", "c:3 a:1 b:2").toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
});

test("A part of another kind is never the same", () => {
  expect(only(align("conv/x:64", "relu/x:64"), 1)).toEqual([0]);
});

const anyPart = record({
  name: constantFrom("", "a", "b", "n_1", "n_2", "n_3"),
  kind: constantFrom("conv", "relu"),
  structure: constantFrom("1", "2"),
});

test("Every part is there once, whatever there is", () => {
  assert(
    property(array(anyPart, { maxLength: 12 }), array(anyPart, { maxLength: 12 }), (base, candidate) => {
      const matches = alignParts(base, candidate);
      for (const [side, parts] of [
        [0, base],
        [1, candidate],
      ] as const) {
        const seen = matches.flatMap((match) => match[side] ?? []);
        expect(seen.toSorted((a, b) => a - b)).toEqual(parts.map((_, index) => index));
      }
      const pairs = matches.filter(([i, j]) => i !== undefined && j !== undefined);
      expect(pairs.every(([i, j]) => base[i!]!.kind === candidate[j!]!.kind)).toBe(true);
    }),
  );
});

test("What was taken out is what is gone, where names tell all parts apart", () => {
  assert(
    property(uniqueArray(nat(99), { minLength: 1, maxLength: 20 }), nat(19), (numbers, at) => {
      const base = numbers.map((each) => part(`c/x${each}y:${each % 3}`));
      const out = at % base.length;
      const matches = alignParts(base, base.toSpliced(out, 1));
      expect(only(matches, 0)).toEqual([out]);
      expect(only(matches, 1)).toEqual([]);
    }),
  );
});

test("Ten thousand parts on each side that all differ are matched by their names", () => {
  const parts = (structure: string): Part[] =>
    Array.from({ length: 10_000 }, (_, index) => ({ name: `n${index}x`, kind: "c", structure }));
  const matches = alignParts(parts("1"), parts("2"));
  expect(matches.every(([i, j]) => i === j)).toBe(true);
  expect(matches).toHaveLength(10_000);
});
