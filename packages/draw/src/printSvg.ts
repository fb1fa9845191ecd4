/** A drawing as the text of an SVG file, which is XML. */
import type { Element } from "hast";
import { toHtml } from "hast-util-to-html";

/** Escapes as XML knows them alone, whatever stands in names. */
export function printSvg(svg: Element): string {
  return `${toHtml(svg, { space: "svg", closeEmptyElements: true, characterReferences: { useNamedReferences: false } })}\n`;
}
