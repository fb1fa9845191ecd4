import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exampleCount, exampleFile, exampleMeasurement, exampleResult } from "../exampleResults.test.fixture.js";
import { renderJsonLines } from "./jsonLines.js";

interface Line {
  readonly createdAt: string;
  readonly result: object;
  readonly count?: object;
  readonly machine: object;
}

const size = { width: 640, height: 360 };
const read = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);

test("A line is the result with its samples, and the machine and the cost beside it", () => {
  const measurement = exampleMeasurement("linknet", size);
  const file = exampleFile([measurement, exampleResult("unknown", size)]);
  const [first, second] = read(renderJsonLines([file]));
  expect(first).toMatchObject({
    schemaVersion: 1,
    createdAt: file.createdAt,
    gitRevision: file.gitRevision,
    gitDirty: false,
    suite: "table2",
    machine: { name: "Example 9000 @ 2.20GHz", cpu: file.environment.cpu.model, allowedCores: 2, gpus: [] },
    count: exampleCount("linknet", size),
  });
  expect(first!.result).toEqual(measurement);
  expect(second).not.toHaveProperty("count");
});

test("Of no results there is no line", () => {
  expect(renderJsonLines([])).toBe("");
});

test("Whatever the texts are, every result comes back from a line of its own", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 4 }), (texts) => {
      const hostile = texts.map((text) => `${text}\u2028\u0085\u007f\n`);
      const results = hostile.map((text) => exampleResult(text, size, { reason: text }));
      const text = renderJsonLines([exampleFile(results)]);
      expect(text).not.toMatch(/[\u2028\u2029]|(?!\n)\p{Cc}/u);
      expect(read(text).map(({ result }) => result)).toEqual(results);
    }),
  );
});
