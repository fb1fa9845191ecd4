import { describe, expect, test } from "vitest";
import { z } from "zod";
import { listOf, recordOf } from "./lists.js";

const point = z.object({ x: z.int(), y: z.int() });

describe("A list", () => {
  test("is what its items become, and keeps their order", () => {
    expect(listOf(point).parse([{ x: 1, y: 2, z: 3 }])).toEqual([{ x: 1, y: 2 }]);
    expect(listOf(z.int()).parse([])).toEqual([]);
  });

  test("may need an item, and is no other thing", () => {
    expect(listOf(point, { least: 1 }).safeParse([]).error?.issues[0]?.message).toContain(">=1");
    for (const other of [{}, "list", null, undefined]) expect(listOf(point).safeParse(other).success).toBe(false);
  });

  test("ends at the first item that is wrong, whose place is told", () => {
    const { error } = z.object({ points: listOf(point) }).safeParse({ points: [{ x: 1, y: 2 }, {}, {}, 7] });
    expect(error?.issues.map(({ path }) => path)).toEqual([
      ["points", 1, "x"],
      ["points", 1, "y"],
    ]);
    expect(error?.issues[0]?.message).toBe("Invalid input: expected number, received undefined");
  });
});

describe("A record", () => {
  test("is what its items become, under whatever keys", () => {
    const given = JSON.parse('{"a": 1, "__proto__": 2, "constructor": 3}') as unknown;
    const record = recordOf(z.int()).parse(given);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    expect(record).toMatchObject({ a: 1, constructor: 3 });
  });

  test("ends at the first item that is wrong, whose key is told", () => {
    const { error } = recordOf(z.int()).safeParse({ a: 1, b: "x", c: "y" });
    expect(error?.issues.map(({ path }) => path)).toEqual([["b"]]);
    for (const other of [[], "record", null]) expect(recordOf(z.int()).safeParse(other).success).toBe(false);
  });
});
