import { countCost } from "@linknet-kit/core";
import { buildNetwork } from "@linknet-kit/models";
import { selectAll } from "hast-util-select";
import { toText } from "hast-util-to-text";
import { expect, test } from "vitest";
import type { Fold } from "../document.js";
import { exampleCount, exampleFile, exampleMeasurement, sizes } from "../exampleResults.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildGraphs } from "./graphs.js";

const size = sizes[1];
const { macs, parameters } = countCost(buildNetwork("linknet", { size }));
const count = exampleCount("linknet", size, { macs, parameters });

const profile = {
  runs: 3,
  runMs: 10,
  overheadMs: 1,
  rows: [
    { kind: "layers" as const, layers: ["initial/conv/conv2d"], kernels: ["Conv"], medianMs: 6, macs: 1 },
    { kind: "inserted" as const, layers: [], kernels: ["Reorder"], medianMs: 3, macs: 0 },
  ],
  withoutKernel: [],
};

test("a network that was profiled is drawn by time, another by multiply-accumulates", () => {
  const build = (changes: object) =>
    buildGraphs(arrangeRuns([exampleFile([exampleMeasurement("linknet", size, changes)], { counts: [count] })]));
  const folds = (changes: object): readonly Fold[] =>
    build(changes)!.blocks.filter((block): block is Fold => block.kind === "fold");
  expect(folds({}).map(({ title }) => title)).toEqual(["LinkNet 640x360, by multiply-accumulates"]);
  const [profiled] = folds({ profile });
  expect(profiled!.title).toMatch(/^LinkNet 640x360, by time on /);
  const [view] = profiled!.blocks;
  const texts = view?.kind === "graph" ? selectAll("text", view.svg).map((element) => toText(element)) : [];
  expect(texts).toContain("6.00 ms, 100.0 %");
  expect(texts).toContain("not known");
});

test("a network of another count, size or name has no graph here", () => {
  const of = (...counts: readonly (typeof count)[]) =>
    buildGraphs(arrangeRuns([exampleFile([exampleMeasurement("linknet", size)], { counts: [...counts] })]));
  expect(of({ ...count, macs: macs + 1 })).toBeUndefined();
  expect(of({ ...count, size: { width: 1, height: 1 } })).toBeUndefined();
  expect(of({ ...count, network: "mine" })).toBeUndefined();
  expect(of()).toBeUndefined();
});
