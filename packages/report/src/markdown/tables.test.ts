import * as fc from "fast-check";
import type { PhrasingContent, Root } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import { expect, it } from "vitest";
import { handleTable } from "./tables.js";

type Cells = readonly (readonly PhrasingContent[])[];

const tree = (rows: readonly Cells[]): Root => ({
  type: "root",
  children: [
    {
      type: "table",
      align: ["left", "right", null],
      children: rows.map((cells) => ({
        type: "tableRow",
        children: cells.map((children) => ({ type: "tableCell", children: [...children] })),
      })),
    },
  ],
});
const extensions = [gfmToMarkdown({ tablePipeAlign: false })];

const value = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...Array.from("aW1.–, |*_`~[]()<>&;#+-:/@\\!=\n\t")) }),
  fc.constantFrom(
    "LinkNet",
    "640x360",
    "1,251",
    "98.0–103",
    "1.",
    "1. a",
    "www.a.b",
    "W.1",
    "a  b",
    "http://a.b",
    "70.3 x",
  ),
);
const cell = fc.oneof(
  value.map((text): PhrasingContent[] => (text === "" ? [] : [{ type: "text", value: text }])),
  fc.tuple(value, value).map(([strong, text]): PhrasingContent[] => [
    { type: "strong", children: [{ type: "text", value: strong }] },
    { type: "text", value: text },
  ]),
);
const row = fc.tuple(cell, cell, cell);

it("Whatever the cells are, the table is the one that the library writes", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
      const table = tree(rows);
      expect(toMarkdown(table, { extensions, handlers: { table: handleTable } })).toBe(
        toMarkdown(table, { extensions }),
      );
    }),
    { numRuns: 2000 },
  );
});
