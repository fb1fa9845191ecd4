import { expect, it } from "vitest";
import { cleanFile } from "./cleanText.js";
import { exampleEnvironment, exampleFile, exampleResult } from "./exampleResults.test.fixture.js";

it("cleans every string of a file, keys included, and leaves the numbers", () => {
  const environment = exampleEnvironment({ runtimes: { "run\ntime": "1\n2" } });
  const file = exampleFile([exampleResult("a\nb", { width: 3, height: 2 }, { reason: "x\ny" })], { environment });
  const clean = cleanFile(file);
  expect(clean.environment.runtimes).toEqual({ "run time": "1 2" });
  expect(clean.results[0]).toMatchObject({ network: "a b", reason: "x y", size: { width: 3, height: 2 } });
  expect(clean.environment.loadAverage).toEqual(file.environment.loadAverage);
});
