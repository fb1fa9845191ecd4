import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStrictJson } from "./strictJson.js";

test("JSON without doubled keys is what JSON.parse makes of it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      fc.pre(!JSON.stringify(value).includes("__proto__"));
      const text = JSON.stringify(value, undefined, indent);
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("The same key in different objects, and as a value, is no doubled key", () => {
  const text = '{"a": {"a": "a", "b": ["a", {"a": 1}, {"a": 2}]}, "b": "a:"}';
  expect(parseStrictJson(text)).toEqual({ a: { a: "a", b: ["a", { a: 1 }, { a: 2 }] }, b: "a:" });
});

describe("Refused is", () => {
  test.each([
    ['{"a":1,"a":1}', 'the key "a" twice'],
    ['{"a":1,"b":{"c":[{"d":1,"d":2}]}}', 'the key "d" twice'],
    ['{"a":[1,{"b":2}],"a":1}', 'the key "a" twice'],
    ['{"é":1,"\\u00e9":2}', 'the key "é" twice'],
    ['{"a\\"":1,"a\\"":2}', "twice"],
    ['{"\\u005f_proto__":1}', 'the key "__proto__"'],
    ["{'a':1}", "JSON"],
    ["", "JSON"],
  ])("%s", (text, message) => {
    expect(() => parseStrictJson(text)).toThrow(SyntaxError);
    expect(() => parseStrictJson(text)).toThrow(message);
  });
});
