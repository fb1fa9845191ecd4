/** The report as GitHub-flavoured Markdown: https://github.github.com/gfm/ */
import type { BlockContent, PhrasingContent, RootContent, TableRow } from "mdast";
import { gfmToMarkdown } from "mdast-util-gfm";
import { toMarkdown } from "mdast-util-to-markdown";
import { handleTable } from "./tables.js";
import type { Block, ReportCell, Column, Document, Figures, Inline, Section, Table, Text } from "../document.js";

/** The report's text and tables; of a chart, what it shows in words, since a table holds its numbers. */
export function renderMarkdown({ title, subtitle, sections }: Document): string {
  const children: RootContent[] = [heading(1, title), paragraph(subtitle), ...sections.flatMap(renderSection)];
  return toMarkdown(
    { type: "root", children },
    { bullet: "-", extensions: [gfmToMarkdown({ tablePipeAlign: false })], handlers: { table: handleTable } },
  );
}

function renderSection({ title, blocks }: Section): RootContent[] {
  const folded = blocks.flatMap((block) => (block.kind === "table" && block.folded === true ? [block.caption] : []));
  return [
    heading(2, title),
    ...blocks.flatMap(renderBlock),
    ...(folded.length > 0 ? [paragraph(`In report.html besides: ${folded.join("; ")}.`)] : []),
  ];
}

function renderBlock(block: Block): BlockContent[] {
  switch (block.kind) {
    case "paragraph":
    case "lead":
      return [paragraph(block.text)];
    case "list":
      return [bullets(block.items)];
    case "notice":
      return [
        {
          type: "blockquote",
          children: [paragraph([{ strong: "Before trusting these numbers" }]), bullets(block.items)],
        },
      ];
    case "figures":
      return [renderFigures(block)];
    case "table":
      return block.folded === true ? [] : [paragraph([{ strong: block.caption }]), renderTable(block)];
    case "fold":
      return [paragraph([{ strong: `${block.title}:` }]), ...block.blocks.flatMap(renderBlock)];
    case "icicle":
      return [bullets(block.panels.map(({ title, description }) => [{ strong: title }, `: ${description}`]))];
    case "graph":
      return [paragraph(block.caption)];
    case "pictures":
      return [paragraph(`In report.html: ${plain(block.caption)}`)];
    case "dots":
      return [];
    default:
      return block.shape === "full" ? [bullets(block.panels.map(({ description }) => description))] : [];
  }
}

function plain(text: Text): string {
  if (typeof text === "string") return text;
  return text.map((inline) => (typeof inline === "string" ? inline : Object.values(inline)[0])).join("");
}

function renderFigures({ items }: Figures): BlockContent {
  return bullets(
    items.map(({ label, value, unit, detail }) => [{ strong: `${label}: ${value} ${unit}` }, `, ${detail}`]),
  );
}

function renderTable({ columns, rows }: Table): BlockContent {
  return {
    type: "table",
    align: columns.map(({ align }) => (align === "number" || align === "bar" ? "right" : "left")),
    children: [tableRow(columns.map(columnTitle)), ...rows.map(({ cells }) => tableRow(cells.map(cellText)))],
  };
}

/** Markdown has one row of headings, so a group's name stands before each of its columns'. */
function columnTitle({ title, group }: Column): string {
  return group === undefined ? title : `${group}, ${title}`;
}

function cellText(cell: ReportCell): Text {
  return typeof cell === "string" ? cell : cell.text;
}

function tableRow(cells: readonly Text[]): TableRow {
  return { type: "tableRow", children: cells.map((cell) => ({ type: "tableCell", children: phrases(cell) })) };
}

function heading(depth: 1 | 2, title: string): RootContent {
  return { type: "heading", depth, children: [{ type: "text", value: title }] };
}

function paragraph(text: Text): BlockContent {
  return { type: "paragraph", children: phrases(text) };
}

function bullets(items: readonly Text[]): BlockContent {
  return {
    type: "list",
    spread: false,
    children: items.map((item) => ({ type: "listItem", spread: false, children: [paragraph(item)] })),
  };
}

function phrases(text: Text): PhrasingContent[] {
  return (typeof text === "string" ? [text] : text).map(renderInline);
}

function renderInline(inline: Inline): PhrasingContent {
  if (typeof inline === "string") return { type: "text", value: inline };
  if ("code" in inline) return { type: "inlineCode", value: inline.code };
  if ("strong" in inline) return { type: "strong", children: [{ type: "text", value: inline.strong }] };
  return { type: "link", url: inline.url, children: [{ type: "text", value: inline.link }] };
}
