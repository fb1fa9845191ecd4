import { expect, it } from "vitest";
import { cleanFile, cleanText } from "./cleanText.js";
import { exampleEnvironment, exampleFile, exampleResult } from "./exampleResults.test.fixture.js";

it("makes one line of text with newlines, tabs and control characters", () => {
  expect(cleanText("  a\r\n\tb\u0000\u001b[31mc\u0085d ")).toBe("a b\\u0000\\u001b[31mc\\u0085d");
});

it("shows what would reorder or hide the text around it", () => {
  expect(cleanText("cpu\u202egpu\u2069 x\u200by\ufeff")).toBe("cpu\\u202egpu\\u2069 x\\u200by");
});

it("shows half a character, and leaves none where it shortens", () => {
  expect(cleanText("a\ud83d")).toBe("a\\ud83d");
  expect(cleanText("😀".repeat(300))).toMatch(/^(?:😀){199}…$/u);
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
