/** Sections as plain text, so that tests can read what a report says. */
import type { Block, ReportCell, Chart, DotPlot, Section, Table, Text } from "./document.js";

export function plainText(text: Text): string {
  if (typeof text === "string") return text;
  return text
    .map((inline) => {
      if (typeof inline === "string") return inline;
      if ("code" in inline) return inline.code;
      return "strong" in inline ? inline.strong : inline.link;
    })
    .join("");
}

const plainCell = (cell: ReportCell): string => plainText(typeof cell === "string" ? cell : cell.text);

/** Every paragraph, entry and cell of a section, a line each. */
export function plainSection(section: Section | undefined): string {
  return (section?.blocks ?? []).flatMap(plainBlock).join("\n");
}

function plainBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case "paragraph":
    case "lead":
      return [plainText(block.text)];
    case "list":
    case "notice":
      return block.items.map(plainText);
    case "figures":
      return block.items.map(({ label, value, unit, detail }) => `${label} ${value} ${unit}, ${detail}`);
    case "table":
      return plainRows(block);
    case "fold":
      return [block.title, ...block.blocks.flatMap(plainBlock)];
    default:
      return [plainText(block.caption)];
  }
}

/** Rows with their cells between bars. */
export function plainRows({ rows }: Table): readonly string[] {
  return rows.map(({ cells }) => cells.map(plainCell).join(" | "));
}

/** The section's table of this id. */
export function findTable(section: Section | undefined, id: string): Table {
  const table = section?.blocks.find((block): block is Table => block.kind === "table" && block.id === id);
  if (!table) throw new Error(`The section has no table ${id}.`);
  return table;
}

/** The section's first chart. */
export function findChart(section: Section | undefined): Chart {
  const chart = section?.blocks.find((block) => block.kind === "chart");
  if (!chart) throw new Error("The section has no chart.");
  return chart;
}

/** The section's dot plot. */
export function findDots(section: Section | undefined): DotPlot {
  const dots = section?.blocks.find((block) => block.kind === "dots");
  if (!dots) throw new Error("The section has no dot plot.");
  return dots;
}
