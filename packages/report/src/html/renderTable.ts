/** Tables as HTML that a keyboard can scroll and a screen reader can walk. */
import type { Element, ElementContent, Properties } from "hast";
import { h } from "hastscript";
import type { Bar, ReportCell, Column, ReportRow, Table, Text } from "../document.js";
import { renderText } from "./renderText.js";

/** The region takes the focus, so that arrow keys scroll what a narrow window cuts off. */
export function renderTable(table: Table): Element {
  const region = h("div", { className: ["scroll"], role: "region", tabIndex: 0, ariaLabel: table.caption }, [
    h("table", { id: table.id }, [
      h("caption", h("span", { className: table.folded ? ["unseen"] : [] }, table.caption)),
      h("thead", renderHeadings(table.columns)),
      h(
        "tbody",
        table.rows.filter(({ isSum }) => isSum !== true).map((row) => renderRow(row, table.columns)),
      ),
      ...renderSums(table),
    ]),
  ]);
  return table.folded ? h("details", [h("summary", table.caption), region]) : region;
}

function renderSums({ rows, columns }: Table): readonly Element[] {
  const sums = rows.filter(({ isSum }) => isSum === true);
  return sums.length === 0
    ? []
    : [
        h(
          "tfoot",
          sums.map((row) => renderRow(row, columns)),
        ),
      ];
}

/** One row of headings, or two where columns are grouped. */
function renderHeadings(columns: readonly Column[]): Element[] {
  const grouped = columns.some(({ group }) => group !== undefined);
  if (!grouped)
    return [
      h(
        "tr",
        columns.map((column) => h("th", { scope: "col", className: [column.align] }, column.title)),
      ),
    ];
  const upper: Element[] = [];
  const lower: Element[] = [];
  columns.forEach((column, index) => {
    const { group, title, align } = column;
    if (group === undefined) {
      upper.push(h("th", { scope: "col", rowSpan: 2, className: [align] }, title));
      return;
    }
    const starts = group !== columns[index - 1]?.group;
    if (starts) {
      const width = spanOf(columns, index);
      upper.push(h("th", { scope: "colgroup", colSpan: width, className: ["group"] }, group));
    }
    lower.push(h("th", { scope: "col", className: starts ? [align, "starts"] : [align] }, title));
  });
  return [h("tr", upper), h("tr", lower)];
}

function spanOf(columns: readonly Column[], start: number): number {
  const rest = columns.slice(start);
  const end = rest.findIndex(({ group }) => group !== columns[start]?.group);
  return end === -1 ? rest.length : end;
}

/** Breaks wherever it must, since no line holds it; words are never broken. */
const LONG_WORD = /\S{32}/;

function renderRow({ cells, startsGroup }: ReportRow, columns: readonly Column[]): Element {
  const rendered = cells.map((cell, index) => {
    const column = columns[index];
    const group = column?.group;
    const starts = group !== undefined && group !== columns[index - 1]?.group;
    const { text, tone, bar } = unpack(cell);
    const long = typeof text === "string" && LONG_WORD.test(text) ? ["long"] : [];
    const className = [column?.align ?? "text", ...(starts ? ["starts"] : []), ...(tone ? [tone] : []), ...long];
    return index === 0
      ? element("th", { scope: "row", className: ["text", ...long] }, renderText(text))
      : element("td", { className }, [...(bar ? [renderBar(bar)] : []), ...renderText(text)]);
  });
  return element("tr", startsGroup ? { className: ["first"] } : {}, rendered);
}

/** As `h` would make it; there are tens of thousands, and there is no selector to read here. */
function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}

/** The number beside it says the same. */
function renderBar({ length }: Bar): Element {
  const width = `${(100 * Math.max(0, Math.min(1, length))).toFixed(2)}%`;
  // The style gives the shortest a pixel, which nothing must not have.
  const lengths = length > 0 ? [h("span", { className: ["length"], style: `width:${width}` })] : [];
  return h("span", { className: ["track"], ariaHidden: "true" }, lengths);
}

function unpack(cell: ReportCell): {
  readonly text: Text;
  readonly tone: string | undefined;
  readonly bar?: Bar | undefined;
} {
  if (typeof cell === "string") return { text: cell, tone: undefined };
  return { text: cell.text, tone: cell.tone === "plain" ? undefined : cell.tone, bar: cell.bar };
}
