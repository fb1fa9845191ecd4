import { expect, it } from "vitest";
import { cleanFile, cleanText } from "./cleanText.js";
import { exampleEnvironment, exampleFile, exampleResult } from "./exampleResults.test.fixture.js";

it("makes one line of text with newlines, tabs and control characters", () => {
  expect(cleanText("  a\r\n\tb\u0000\u001b[31mc\u0085d ")).toBe("a b [31mc d");
});

it("removes what would reorder or hide the text around it", () => {
  expect(cleanText("cpu\u202egpu\u2069 x\u200by\ufeff")).toBe("cpu gpu x y");
});

it("replaces half a character, also the half that shortening leaves", () => {
  expect(cleanText("a\ud83d")).toBe("a\ufffd");
  expect(cleanText("😀".repeat(300))).toMatch(/^😀+\ufffd…$/u);
});

it("shortens what would fill a page", () => {
  expect(cleanText("x".repeat(10_000))).toBe(`${"x".repeat(399)}…`);
  expect(cleanText("x".repeat(400))).toBe("x".repeat(400));
});

it("cleans every string of a file, keys included, and leaves the numbers", () => {
  const environment = exampleEnvironment({ runtimes: { "run\ntime": "1\n2" } });
  const file = exampleFile([exampleResult("a\nb", { width: 3, height: 2 }, { reason: "x\ny" })], { environment });
  const clean = cleanFile(file);
  expect(clean.environment.runtimes).toEqual({ "run time": "1 2" });
  expect(clean.results[0]).toMatchObject({ network: "a b", reason: "x y", size: { width: 3, height: 2 } });
  expect(clean.environment.loadAverage).toEqual(file.environment.loadAverage);
});
