/** Pictures of examples: a row each, which wraps on a phone. */
import type { Element } from "hast";
import { h } from "hastscript";
import type { PictureItem, Pictures } from "../document.js";
import { renderText } from "./renderText.js";

export function renderPictures({ id, caption, legend, rows }: Pictures): Element {
  return h("figure", { id, className: ["pictures"] }, [
    h("figcaption", renderText(caption)),
    h("ul", { className: ["legend"] }, legend.map(renderEntry)),
    ...rows.map(({ title, items }) =>
      h("div", [
        h("p", { className: ["panel-title"] }, title),
        h(
          "div",
          { className: ["row"] },
          items.map((item) => renderItem(item, title)),
        ),
      ]),
    ),
  ]);
}

function renderEntry({ label, rgb }: Pictures["legend"][number]): Element {
  const swatch = h("span", { className: ["swatch"], ariaHidden: "true", style: `background:rgb(${rgb.join(",")})` });
  return h("li", [swatch, label]);
}

function renderItem({ title, source, size: { width, height } }: PictureItem, example: string): Element {
  return h("div", [
    h("img", { src: source, width, height, alt: `${title} of ${example}`, loading: "lazy" }),
    h("span", { className: ["muted"] }, title),
  ]);
}
