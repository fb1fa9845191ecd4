/** A drawing as the text of an SVG file, which is XML. */
import type { Element } from "hast";
import { toHtml } from "hast-util-to-html";

/** Escapes as XML knows them alone, whatever stands in names. */
export function printSvg(svg: Element): string {
  const text = toHtml(svg, {
    space: "svg",
    closeEmptyElements: true,
    characterReferences: { useNamedReferences: false },
  });
  // HTML lets this stand in text; to XML it is the end of a section.
  return `${text.replaceAll("]]>", "]]&gt;")}\n`;
}
