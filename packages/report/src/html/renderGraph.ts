/** Graphs as they were drawn, in their own size: what is wider than the page is scrolled to. */
import type { Element } from "hast";
import { h } from "hastscript";
import type { GraphView } from "../document.js";
import { renderText } from "./renderText.js";

export function renderGraph({ id, title, caption, svg }: GraphView): Element {
  return h("figure", { id }, [
    h("figcaption", renderText(caption)),
    h("div", { className: ["graph-view"], role: "region", ariaLabel: title, tabIndex: 0 }, svg),
  ]);
}
