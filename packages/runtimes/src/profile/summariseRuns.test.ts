import { expect, test } from "vitest";
import { summariseRuns } from "./summariseRuns.js";

const run = (wallMs: number, ...times: number[]) => {
  return { wallMs, kernels: times.map((ms, index) => ({ node: `n${index}`, op: "Relu", ms })) };
};

test("Each kernel has its own median, and so has what is between them", () => {
  const { runs, runMs, overheadMs, kernels } = summariseRuns([run(10, 1, 5), run(12, 3, 4), run(20, 2, 9)]);
  expect({ runs, runMs, overheadMs }).toEqual({ runs: 3, runMs: 12, overheadMs: 5 });
  expect(kernels.map(({ medianMs }) => medianMs)).toEqual([2, 5]);
});

test.each([
  ["there is no run", []],
  ["nothing ran", [run(3)]],
  ["runs differ", [run(3, 1), run(3, 1, 2)]],
])("There is no median where %s", (_, runs) => {
  expect(() => summariseRuns(runs)).toThrow(/kernel/);
});
