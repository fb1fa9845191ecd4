/** What stands in each box of a drawing, and how large that makes it. */
import { type Category, type Graph, categoryOf, countCost, indexOf } from "@linknet-kit/core";
import { cleanName, describeNode } from "./drawnText.js";
import { type Heat, heatOf } from "./heat.js";
import { type HeatScale, formatHeat } from "./heatScale.js";
import { fitText, textWidth } from "./textWidth.js";
import { type Entry, positionsOf } from "./tree.js";

export interface DrawnBox {
  readonly title: string;
  /** The lines below the title. */
  readonly lines: readonly string[];
  /** All of it, for those who point at it. */
  readonly tip: string;
  readonly category: Category | "module";
  /** Of a folded module, how many of its nodes are of each. */
  readonly parts: readonly (readonly [Category, number])[];
  readonly heat?: { readonly step: number; readonly text: string };
  readonly width: number;
  readonly height: number;
}

export const TITLE = { height: 22, fontSize: 12 } as const;
export const LINE = { height: 15, fontSize: 11 } as const;
export const PADDING = 10;
export const PARTS_HEIGHT = 5;
const NARROWEST = 84;
const WIDEST = 236;
/** Ops that a folded module names. */
const NAMED_OPS = 3;

/** For the nodes and folded modules that are drawn: `drawn` sets the scale of the heat. */
export function boxWriter(
  graph: Graph,
  drawn: readonly Entry[],
  heat?: Heat,
  scale?: HeatScale,
): (entry: Entry) => DrawnBox {
  const { layers } = countCost(graph);
  const categories = graph.nodes.map((node, position) => categoryOf(node, layers[position]));
  const index = indexOf(graph);
  const all = heat && [...drawn].reduce((sum, entry) => sum + (heatOf(heat, positionsOf(entry)) ?? 0), 0);
  return (entry) => {
    const positions = positionsOf(entry);
    const value = heat && heatOf(heat, positions);
    const heated = heat && {
      step: value === undefined || scale === undefined ? -1 : scale.stepOf(value),
      text: value === undefined ? "not known" : describeHeat(value, heat, all ?? 0),
    };
    const name = cleanName(entry.label);
    const content =
      entry.kind === "node"
        ? nodeContent(
            name,
            entry.node.op.name,
            describeNode(entry.node, (each) => index.parameter(each) !== undefined),
          )
        : moduleContent(
            name,
            positions.map((position) => graph.nodes[position]!.op.name),
          );
    const lines = [...content.lines, ...(heated === undefined ? [] : [heated.text])];
    const full = entry.kind === "node" ? cleanName(entry.node.name) : name;
    return {
      title: fitText(content.title, WIDEST - 2 * PADDING, TITLE.fontSize),
      lines: lines.map((line) => fitText(line, WIDEST - 2 * PADDING, LINE.fontSize)),
      tip: [
        full,
        ...(entry.kind === "node" ? [entry.node.op.name] : []),
        ...lines.filter((line) => line !== name),
      ].join("\n"),
      category: entry.kind === "node" ? categories[entry.position]! : "module",
      parts: entry.kind === "node" ? [] : countedParts(positions.map((position) => categories[position]!)),
      ...(heated !== undefined && { heat: heated }),
      ...sizeOf(content.title, lines, entry.kind === "module"),
    };
  };
}

function nodeContent(name: string, op: string, details: string): Pick<DrawnBox, "title" | "lines"> {
  return { title: op, lines: [...(name === op ? [] : [name]), ...(details === "" ? [] : [details])] };
}

function moduleContent(name: string, ops: readonly string[]): Pick<DrawnBox, "title" | "lines"> {
  const counts = new Map<string, number>();
  for (const op of ops) counts.set(op, (counts.get(op) ?? 0) + 1);
  const named = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, NAMED_OPS);
  const more = counts.size > NAMED_OPS ? ", …" : "";
  const inWords = named.map(([op, count]) => (count === 1 ? op : `${count} ${op}`)).join(", ");
  return { title: name, lines: [`${ops.length} nodes`, inWords + more] };
}

function countedParts(categories: readonly Category[]): DrawnBox["parts"] {
  const counts = new Map<Category, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

function describeHeat(value: number, heat: Heat, all: number): string {
  const text = formatHeat(value, heat);
  if (heat.combine !== "sum" || all === 0 || value === 0) return text;
  const percent = (100 * value) / all;
  return `${text}, ${percent >= 0.1 ? percent.toFixed(1) : "< 0.1"} %`;
}

function sizeOf(title: string, lines: readonly string[], isModule: boolean): Pick<DrawnBox, "width" | "height"> {
  const widths = [textWidth(title, TITLE.fontSize), ...lines.map((line) => textWidth(line, LINE.fontSize))];
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.max(...widths) + 2 * PADDING));
  const body = lines.length === 0 ? 0 : lines.length * LINE.height + 8;
  return { width, height: TITLE.height + body + (isModule ? PARTS_HEIGHT : 0) };
}
