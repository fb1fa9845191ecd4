import { array, assert, integer as wholeNumber, property, string, tuple } from "fast-check";

import { describe, expect, test } from "vitest";
import { displayWidth } from "./displayWidth.js";
import { paint } from "./line.js";
import { recordingStream } from "./recordedTerminal.test.support.js";
import { type TextColumn, renderTable } from "./table.js";
import { processTerminal } from "./terminal.js";

interface Layer {
  readonly name: string;
  readonly figures: readonly number[];
}

const figureColumns = [0, 1, 2].map(
  (index): TextColumn<Layer> => ({
    title: `figure ${index}`,
    text: ({ figures }) => String(figures[index]),
    align: "right",
  }),
);
const columns: readonly TextColumn<Layer>[] = [
  { title: "layer", text: ({ name }) => paint("bold", name), isName: true },
  ...figureColumns,
];

/** Lines as a terminal of so many columns shows them, or as a file holds them. */
function shown<Row>(table: readonly TextColumn<Row>[], rows: readonly Row[], terminalColumns?: number): string[] {
  const options = terminalColumns === undefined ? {} : { isTTY: true, columns: terminalColumns };
  const [{ stream, text }, stderr] = [recordingStream(options), recordingStream()];
  processTerminal({ stdout: stream, stderr: stderr.stream }, {}).out(renderTable(table, rows));
  return text()
    .split("\n")
    .map((line) => line.trimEnd())
    .slice(0, -1);
}

const deep = { name: "decoder1/fullConv2/convTranspose2d", figures: [2320, 33_177_600, 1] };
const flat = { name: "head", figures: [7, 0, 1_843_200] };

describe("In a terminal too narrow for it a table", () => {
  test("shortens names in their middle, so that both ends are still there", () => {
    expect(shown(columns, [deep, flat], 60)).toEqual([
      "layer                          figure 0  figure 1  figure 2",
      "decoder1/fullC…onvTranspose2d      2320  33177600         1",
      "head                                  7         0   1843200",
    ]);
  });

  test("goes on in a line below where names would not be known again, with every column below its title", () => {
    expect(shown(columns, [deep, flat], 40)).toEqual([
      "layer",
      "  figure 0  figure 1  figure 2",
      "decoder1/fullConv2/convTranspose2d",
      "      2320  33177600         1",
      "head",
      "         7         0   1843200",
    ]);
  });

  test("lets the words of its last column go on below themselves", () => {
    const told: readonly TextColumn<Layer>[] = [
      { title: "layer", text: ({ name }) => name, isName: true },
      { title: "says", text: () => "passed, 12 % of the elements above 0.0001 (50 % may be)" },
    ];
    expect(shown(told, [flat], 40)).toEqual([
      "layer  says",
      "head   passed, 12 % of the elements",
      "       above 0.0001 (50 % may be)",
    ]);
  });
});

test("Wide characters take two columns, and marks on others none", () => {
  const layers = ["卷积层", "e\u0301tage", "emoji👩"].map((name) => ({ name, figures: [1, 2, 3] }));
  expect(shown(columns, layers)).toEqual([
    "layer    figure 0  figure 1  figure 2",
    "卷积层          1         2         3",
    "e\u0301tage           1         2         3",
    "emoji👩         1         2         3",
  ]);
  const long = { name: "解码器一/全卷积二/转置卷积二维", figures: [1, 2, 3] };
  // The name has 25 columns: 12 on either side of the ellipsis, of which a character that needs two leaves one.
  const shortened = "解码器一/全…转置卷积二维          1         2         3";
  expect(shown(columns, [long], 56)[1]).toBe(shortened);
});

test("Whatever its names hold, no line is wider than the terminal, and no figure is lost", () => {
  const layer = tuple(
    string({ unit: "binary", maxLength: 40 }),
    array(wholeNumber({ min: 0, max: 1e9 }), { minLength: 3, maxLength: 3 }),
  );
  assert(
    property(array(layer, { minLength: 1, maxLength: 4 }), wholeNumber({ min: 30, max: 120 }), (layers, width) => {
      const rows = layers.map(([name, figures]) => ({ name, figures }));
      const lines = shown(columns, rows, width);
      expect(Math.max(...lines.map((line) => displayWidth(line)))).toBeLessThan(width);
      expect(lines.length % (rows.length + 1)).toBe(0);
      const each = lines.length / (rows.length + 1);
      rows.forEach(({ figures }, row) => {
        const text = lines.slice((row + 1) * each, (row + 2) * each).join(" ");
        for (const figure of figures) expect(` ${text} `).toContain(` ${figure} `);
      });
    }),
    { numRuns: 50 },
  );
});

test("Off a terminal it has a line a row, with names in full", () => {
  const names = ["a".repeat(300), "b"].map((name) => ({ name, figures: [1, 2, 3] }));
  const lines = shown(columns, names);
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain("a".repeat(300));
});
