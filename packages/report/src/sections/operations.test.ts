import { expect, it } from "vitest";
import { exampleCount, exampleFile } from "../exampleResults.test.fixture.js";
import { findTable, plainRows, plainSection } from "../plainText.test.fixture.js";
import { arrangeRuns } from "../runs.js";
import { buildOperations } from "./operations.js";

const build = (...files: Parameters<typeof arrangeRuns>[0]) => buildOperations(arrangeRuns(files));
const size = { width: 640, height: 360 };

it("puts published and computed figures under each convention side by side", () => {
  expect(plainRows(findTable(build(exampleFile([])), "table-3"))).toEqual([
    "SegNet | 640x360 | 286.0 | 29.5 | 56.2 | 285.823 | 285.823 | 286.090 | 29,454,548 | 56.180",
    "ENet | 640x360 | 3.8 | 0.4 | 0.7 | 3.455 | 3.959 | 3.559 | 364,376 | 0.695",
    "LinkNet | 640x360 | 21.2 | 11.5 | 22.0 | 19.478 | 22.552 | 20.251 | 11,536,820 | 22.005",
    "LinkNet | 640x384 |  |  |  | 20.700 | 23.980 | 21.232 | 11,536,820 | 22.005",
  ]);
});

it("is no section where a file counts nothing", () => {
  expect(build(exampleFile([], { counts: [] }))).toBeUndefined();
});

it("leaves computed cells empty at a size that was not counted", () => {
  const counts = [exampleCount("enet", { width: 96, height: 64 })];
  expect(plainRows(findTable(build(exampleFile([], { counts })), "table-3"))).toEqual([
    "ENet | 640x360 | 3.8 | 0.4 | 0.7 |  |  |  |  | ",
  ]);
});

it("has no Table III for networks that the paper does not have, but what they cost, in the open", () => {
  const counts = [{ ...exampleCount("enet", size), network: "mine" }];
  const section = build(exampleFile([], { counts }));
  expect(section?.blocks.flatMap((block) => (block.kind === "table" ? [[block.id, block.folded]] : []))).toEqual([
    ["costs", false],
  ]);
  expect(plainSection(section)).not.toMatch(/published/i);
});

it("shows equal counts of two files once, and different ones both", () => {
  const count = exampleCount("enet", size);
  const other = exampleCount("enet", size, { parameters: 400_000 });
  const rowsOf = (second: typeof count) =>
    plainRows(findTable(build(exampleFile([], { counts: [count] }), exampleFile([], { counts: [second] })), "costs"));
  expect(rowsOf(count)).toHaveLength(1);
  expect(rowsOf(other)).toHaveLength(2);
});

it("gives sizes in KB where all are a small share of an MB, and enough digits of one that is small beside others", () => {
  const tiny = exampleCount("enet", size, { weightMB: { fp32: 0.001, fp16: 0.0005 }, activationPeakMB: 0.0625 });
  const tableOf = (...counts: (typeof tiny)[]) => findTable(build(exampleFile([], { counts })), "costs");
  expect(tableOf(tiny).columns.at(-1)?.title).toBe("peak activations, KB");
  expect(plainRows(tableOf(tiny))[0]).toMatch(/ \| 1\.02 \| 64\.0$/);
  const mixed = tableOf(tiny, exampleCount("linknet", size));
  expect(mixed.columns.at(-1)?.title).toBe("peak activations, MB");
  expect(plainRows(mixed)[0]).toMatch(/ \| 0\.00100 \| 0\.0625$/);
});
