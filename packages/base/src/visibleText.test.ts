import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { cleanText, visibleJson, visibleText } from "./visibleText.js";

test.each([
  ["two\nlines\r\tand a tab", "two\\nlines\\r\\tand a tab"],
  ["\u001b[2J\u0000\u007f", "\\u001b[2J\\u0000\\u007f"],
  ["\u009b31m, a control of eight bits", "\\u009b31m, a control of eight bits"],
  ["abc\u202efdp.exe\u2069", "abc\\u202efdp.exe\\u2069"],
  ["zero\u200bwidth\ufeff and soft\u00adhyphen", "zero\\u200bwidth\\ufeff and soft\\u00adhyphen"],
  ["lines\u2028of\u2029Unicode", "lines\\u2028of\\u2029Unicode"],
  ["tag\u{e0041}", "tag\\u{e0041}"],
  ["half \ud83d", "half \\ud83d"],
  ["größe 幅 😀 a b\\n", "größe 幅 😀 a b\\n"],
])("%j is shown as %s", (text, expected) => {
  expect(visibleText(text)).toBe(expected);
  // What is shown already stays, so that it does not matter who showed it first.
  expect(visibleText(expected)).toBe(expected);
});

test("JSON says the same to a parser, and nothing that steers a terminal to who reads it", () => {
  expect(visibleJson({ name: "a\u009b\u{e0041}\n" })).toBe('{"name":"a\\u009b\\udb40\\udc41\\n"}');
  assert(
    property(string({ unit: "binary", maxLength: 20 }), (name) => {
      const document = { [`key ${name}`]: [name, 1] };
      for (const indentation of [undefined, 2]) {
        const text = visibleJson(document, indentation);
        expect(JSON.parse(text)).toEqual(document);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }
    }),
  );
});

test("Text in one line has no newlines, tabs or control characters", () => {
  expect(cleanText("  a\r\n\tb\u0000\u001b[31mc\u0085d ")).toBe("a b\\u0000\\u001b[31mc\\u0085d");
});

test("Text in one line shows what would reorder or hide the text around it", () => {
  expect(cleanText("cpu\u202egpu\u2069 x\u200by\ufeff")).toBe("cpu\\u202egpu\\u2069 x\\u200by");
});

test("Text in one line shows half a character, and has none where it is shortened", () => {
  expect(cleanText("a\ud83d")).toBe("a\\ud83d");
  expect(cleanText("😀".repeat(300))).toMatch(/^(?:😀){199}…$/u);
});

test("Text in one line is shortened where it would fill a page", () => {
  expect(cleanText("x".repeat(10_000))).toBe(`${"x".repeat(399)}…`);
  expect(cleanText("x".repeat(400))).toBe("x".repeat(400));
});
