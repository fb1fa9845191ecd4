/** The report as one offline HTML page: no request, everything inline, and one script of its own that it can be read without. */
import { createHash } from "node:crypto";
import type { Element } from "hast";
import { toHtml } from "hast-util-to-html";
import { h } from "hastscript";
import type { Block, Document, Figure, Section } from "../document.js";
import { behave } from "./behaviour.js";
import { renderChart, renderDots } from "./renderChart.js";
import { renderGraph } from "./renderGraph.js";
import { renderIcicle } from "./renderIcicle.js";
import { renderPictures } from "./renderPictures.js";
import { renderTable } from "./renderTable.js";
import { renderText } from "./renderText.js";
import { style } from "./style.js";

const script = `(${behave.toString()})();`;

/** Forbids every request, pictures being in the page itself, and every script but the page's own, should a string of a result file ever get past the escaping. */
const CONTENT_POLICY = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/** A complete HTML document. */
export function renderHtml(report: Document): string {
  return toHtml({
    type: "root",
    children: [{ type: "doctype" }, h("html", { lang: "en" }, [head(report), body(report)])],
  });
}

function head({ title, subtitle }: Document): Element {
  return h("head", [
    h("meta", { charSet: "utf-8" }),
    h("meta", { httpEquiv: "Content-Security-Policy", content: CONTENT_POLICY }),
    h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    h("meta", { name: "color-scheme", content: "light dark" }),
    h("title", `${title}: ${subtitle}`),
    h("style", style),
  ]);
}

function body({ title, subtitle, sections }: Document): Element {
  return h("body", [
    h("header", { id: "top" }, [h("h1", title), h("p", { className: ["subtitle"] }, subtitle)]),
    h("nav", { className: ["contents"], ariaLabel: "Sections" }, [
      h("ul", [
        h("li", h("a", { href: "#top" }, "Top")),
        ...sections.map((section) => h("li", h("a", { href: `#${section.id}` }, section.title))),
      ]),
    ]),
    h("main", sections.map(renderSection)),
    h("script", script),
  ]);
}

/** A folded section opens by itself where a link leads into it, since its id stands inside. */
function renderSection({ id, title, summary, blocks }: Section): Element {
  if (summary === undefined) {
    return h("section", { id, ariaLabelledBy: `${id}-title` }, [
      h("h2", { id: `${id}-title` }, title),
      ...blocks.map(renderBlock),
    ]);
  }
  return h("section", { ariaLabelledBy: `${id}-title` }, [
    h("details", { className: ["section"] }, [
      h("summary", [h("h2", { id: `${id}-title` }, title), h("span", { className: ["summary"] }, summary)]),
      h("div", { id }, blocks.map(renderBlock)),
    ]),
  ]);
}

function renderBlock(block: Block): Element {
  switch (block.kind) {
    case "paragraph":
      return h("p", renderText(block.text));
    case "lead":
      return h("p", { className: ["lead"] }, renderText(block.text));
    case "fold":
      return h("details", [h("summary", block.title), ...block.blocks.map(renderBlock)]);
    case "list":
      return h(
        "ul",
        block.items.map((item) => h("li", renderText(item))),
      );
    case "notice":
      return h("div", { className: ["notice"], role: "note" }, [
        h("h3", "Before trusting these numbers"),
        h(
          "ul",
          block.items.map((item) => h("li", renderText(item))),
        ),
      ]);
    case "figures":
      return h("dl", { className: ["figures"] }, block.items.map(renderFigure));
    case "table":
      return renderTable(block);
    case "icicle":
      return renderIcicle(block);
    case "graph":
      return renderGraph(block);
    case "dots":
      return renderDots(block);
    case "pictures":
      return renderPictures(block);
    default:
      return renderChart(block);
  }
}

function renderFigure({ label, value, unit, detail }: Figure): Element {
  return h("div", [
    h("dt", label),
    h("dd", { className: ["value"] }, [value, h("span", { className: ["unit"] }, unit)]),
    h("dd", { className: ["detail"] }, detail),
  ]);
}
