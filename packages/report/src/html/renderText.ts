/** Text with its styles as HTML nodes; the serializer escapes, so no string is ever markup here. */
import type { ElementContent } from "hast";
import { h } from "hastscript";
import type { Inline, Text } from "../document.js";

export function renderText(text: Text): ElementContent[] {
  return (typeof text === "string" ? [text] : text).map(renderInline);
}

function renderInline(inline: Inline): ElementContent {
  if (typeof inline === "string") return { type: "text", value: inline };
  if ("code" in inline) return h("code", inline.code);
  if ("strong" in inline) return h("strong", inline.strong);
  return h("a", { href: inline.url }, inline.link);
}
