/** Drawings read back as XML, by a parser that knows nothing of how they were made. */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Drawing } from "./drawGraph.js";
import { printSvg } from "./printSvg.js";

interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ReadBox extends Rectangle {
  readonly id: string;
  readonly texts: readonly { readonly x: number; readonly y: number; readonly size: number; readonly text: string }[];
}

export interface ReadDrawing {
  readonly root: XmlElement;
  readonly boxes: readonly ReadBox[];
  readonly modules: readonly ReadBox[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
  /** Of terminals and ports. */
  readonly ends: readonly string[];
  readonly texts: readonly string[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  trimValues: false,
  parseTagValue: false,
  htmlEntities: true,
});

function readXml(text: string): XmlElement {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`${valid.err.msg} in line ${valid.err.line}`);
  const elements = (parser.parse(text) as readonly Record<string, unknown>[]).flatMap((raw) => elementOf(raw) ?? []);
  if (elements.length !== 1) throw new Error("a document has one element");
  return elements[0]!;
}

function elementOf(raw: Record<string, unknown>): XmlElement | undefined {
  const name = Object.keys(raw).find((key) => key !== ":@" && !key.startsWith("#") && !key.startsWith("?"));
  if (name === undefined) return undefined;
  const inside = raw[name] as readonly Record<string, unknown>[];
  const attributes = Object.fromEntries(
    Object.entries((raw[":@"] ?? {}) as Record<string, unknown>).map(([key, value]) => [key, String(value)]),
  );
  const text = inside.map((each) => (typeof each["#text"] === "string" ? each["#text"] : "")).join("");
  return { name, attributes, children: inside.flatMap((each) => elementOf(each) ?? []), text };
}

export function readDrawing({ svg }: Drawing): ReadDrawing {
  const root = readXml(printSvg(svg));
  const all = descendants(root);
  const ofClass = (name: string): readonly XmlElement[] =>
    all.filter(
      ({ attributes }) =>
        attributes["class"]?.split(" ").includes(name) === true && attributes["data-id"] !== undefined,
    );
  return {
    root,
    boxes: ofClass("box").map((element) => boxOf(element, "body")),
    modules: ofClass("module").map((element) => boxOf(element)),
    edges: all.flatMap(({ attributes, children }) =>
      attributes["data-from"] === undefined
        ? []
        : [
            {
              from: attributes["data-from"],
              to: attributes["data-to"]!,
              path: children.find(({ name }) => name === "path")!.attributes["d"]!,
            },
          ],
    ),
    ends: [...ofClass("terminal"), ...ofClass("port")].map(({ attributes }) => attributes["data-id"]!),
    texts: all.filter(({ name }) => name === "text" || name === "title").map(({ text }) => text),
  };
}

export function descendants(element: XmlElement): readonly XmlElement[] {
  return [element, ...element.children.flatMap(descendants)];
}

function boxOf({ attributes, children }: XmlElement, body?: string): ReadBox {
  const outline = children.find((child) => child.name === "rect" && (!body || child.attributes["class"] === body))!;
  const number = (from: XmlElement, name: string): number => Number(from.attributes[name]);
  return {
    id: attributes["data-id"]!,
    x: number(outline, "x"),
    y: number(outline, "y"),
    width: number(outline, "width"),
    height: number(outline, "height"),
    texts: children
      .filter(({ name }) => name === "text")
      .map((text) => ({
        x: number(text, "x"),
        y: number(text, "y"),
        size: number(text, "font-size"),
        text: text.text,
      })),
  };
}

/** Whether they share more than a border. */
export function overlap(a: Rectangle, b: Rectangle): boolean {
  const apart = 0.02;
  return (
    a.x + a.width > b.x + apart &&
    b.x + b.width > a.x + apart &&
    a.y + a.height > b.y + apart &&
    b.y + b.height > a.y + apart
  );
}

/** Whether the inner one lies in the outer one, and is smaller. */
export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height &&
    outer.width * outer.height > inner.width * inner.height
  );
}
