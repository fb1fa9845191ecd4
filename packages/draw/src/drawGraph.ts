/** A graph as a drawing: modules folded, layers from top to bottom, coloured by category and heat. */
import { counted } from "@linknet-kit/base";
import type { Graph } from "@linknet-kit/core";
import type { Element } from "hast";
import { s } from "hastscript";
import { boxWriter } from "./boxes.js";
import { cleanName } from "./drawnText.js";
import { traceFlows } from "./flows.js";
import { foldTree } from "./foldTree.js";
import { type Heat, heatOf } from "./heat.js";
import { scaleOf } from "./heatScale.js";
import { type Drawn, layOut } from "./layOut.js";
import { categoryLegend, heatLegend } from "./legend.js";
import { aloneStyle, graphColour } from "./palette.js";
import { renderDrawn, round } from "./renderDrawn.js";
import { type WrittenScopes, scopesOf } from "./scopes.js";
import { fitText } from "./textWidth.js";
import { type Entry, type Module, buildTree, positionsOf } from "./tree.js";

export interface DrawOptions {
  readonly heat?: Heat;
  /** Levels of modules to open, `Infinity` for all; unless given, as many as a reader takes in. */
  readonly depth?: number;
  /** The modules of nodes by their names, where the graph's file says so. */
  readonly scopes?: WrittenScopes;
  /** Drawings on one page have different ones. */
  readonly id?: string;
  /** A file of its own has its style and its background; a page has `graphStyle` and its own. */
  readonly isAlone?: boolean;
}

export interface Drawing {
  readonly svg: Element;
  readonly width: number;
  readonly height: number;
  /** Levels of modules that are open. */
  readonly depth: number;
  /** Nodes and folded modules that are drawn. */
  readonly boxes: number;
  /** What was drawn otherwise than asked for, and why. */
  readonly notes: readonly string[];
}

const MARGIN = 24;
const NARROWEST = 420;
const SUBTITLE = 11;

/** The same drawing for the same graph and options. */
export function drawGraph(graph: Graph, options: DrawOptions = {}): Drawing {
  const { heat, id = "graph", isAlone = true } = options;
  const root = buildTree(graph, scopesOf(graph, options.scopes));
  const { depth, isOpen, boxes, note } = foldTree(root, options.depth);
  const entries = drawnEntries(root, isOpen);
  const scale =
    heat &&
    scaleOf(
      heat,
      entries.map((entry) => heatOf(heat, positionsOf(entry)) ?? 0),
    );
  const labels = new Map([
    ...entries.map((entry) => [entry.id, cleanName(entry.label)] as const),
    ...graph.inputs.map(({ name }, index) => [`input ${index}`, cleanName(name)] as const),
  ]);
  const laid = layOut({
    root,
    isOpen,
    flows: traceFlows(graph, root, isOpen),
    boxOf: boxWriter(graph, entries, heat, scale),
    labelOf: (box) => labels.get(box) ?? "",
  });
  const notes = note === undefined ? [] : [note];
  const inner = Math.max(laid.width, NARROWEST);
  const header = renderHeader(graph, { inner, drawn: laid.drawn, notes });
  const legend = heat && scale && heatLegend(heat, scale, inner);
  const top = MARGIN + header.height;
  const graphTop = top + (legend?.height ?? 0) + 12;
  const width = Math.ceil(inner + 2 * MARGIN);
  const height = Math.ceil(graphTop + laid.height + MARGIN);
  const arrow = `${id}-arrow`;
  const svg = s(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: "graph",
      role: "img",
      "aria-labelledby": `${id}-title`,
    },
    [
      s("title", { id: `${id}-title` }, `${cleanName(graph.name)}: ${summaryOf(graph)}`),
      ...(isAlone ? [s("style", aloneStyle), s("rect", { class: "paper", width, height })] : []),
      s("defs", [arrowHead(arrow)]),
      s("g", { transform: `translate(${MARGIN} ${MARGIN})` }, [...header.elements]),
      ...(legend === undefined ? [] : [s("g", { transform: `translate(${MARGIN} ${top})` }, [...legend.elements])]),
      s(
        "g",
        { transform: `translate(${round((width - laid.width) / 2)} ${graphTop})` },
        ordered(laid.drawn).map((each) => renderDrawn(each, arrow)),
      ),
    ],
  );
  return { svg, width, height, depth, boxes, notes };
}

/** Frames of modules lie below edges, and these below boxes. */
function ordered(drawn: readonly Drawn[]): readonly Drawn[] {
  const isFrame = ({ kind }: Drawn): boolean => kind === "module";
  const isEdge = ({ kind }: Drawn): boolean => kind === "edge";
  return [
    ...drawn.filter(isFrame),
    ...drawn.filter(isEdge),
    ...drawn.filter((each) => !isFrame(each) && !isEdge(each)),
  ];
}

function drawnEntries(module: Module, isOpen: (module: Module) => boolean): readonly Entry[] {
  return module.children.flatMap((child) =>
    child.kind === "module" && isOpen(child) ? drawnEntries(child, isOpen) : [child],
  );
}

function summaryOf({ nodes, inputs, outputs }: Graph): string {
  return `${counted(nodes.length, "node")}, ${counted(inputs.length, "input")}, ${counted(outputs.length, "output")}`;
}

interface HeaderContent {
  readonly inner: number;
  readonly drawn: readonly Drawn[];
  readonly notes: readonly string[];
}

function renderHeader(graph: Graph, { inner, drawn, notes }: HeaderContent) {
  const categories = new Set<string>();
  for (const each of drawn) {
    if (each.kind !== "box") continue;
    categories.add(each.what.category);
    for (const [category] of each.what.parts) categories.add(category);
  }
  const legend = categoryLegend(categories, inner);
  const lines = [summaryOf(graph), ...notes];
  const below = 20 + lines.length * 17;
  return {
    height: below + 6 + legend.height,
    elements: [
      s("text", { x: 0, y: 14, "font-size": 16, "font-weight": 600 }, fitText(cleanName(graph.name), inner, 16)),
      ...lines.map((line, at) =>
        s("text", { x: 0, y: 32 + at * 17, "font-size": SUBTITLE, class: "faint" }, fitText(line, inner, SUBTITLE)),
      ),
      s("g", { transform: `translate(0 ${below + 6})` }, [...legend.elements]),
    ],
  };
}

function arrowHead(id: string): Element {
  const size = { markerWidth: 7, markerHeight: 7, viewBox: "0 0 10 10", refX: 9, refY: 5, orient: "auto" };
  return s("marker", { id, ...size, markerUnits: "userSpaceOnUse" }, [
    s("path", { d: "M0 1L10 5L0 9z", style: `fill:${graphColour("wire")}` }),
  ]);
}
