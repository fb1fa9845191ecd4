/** Where everything in a drawing stands: open modules are laid out from the inside, and each is a box to the level above. */
import type { Value } from "@linknet-kit/core";
import { type DrawnBox, LINE } from "./boxes.js";
import { cleanName, printShape } from "./drawnText.js";
import type { Flow, Flows, Inside, Port, GraphEnd } from "./flows.js";
import { type PlacedLevel, type Spot, type Extent, placeLevel } from "./layered.js";
import { fitText, textWidth } from "./textWidth.js";
import type { Entry, Module } from "./tree.js";

/** Something drawn, with its upper left corner. */
interface Placed<Kind extends string, What> extends Extent, Spot {
  readonly kind: Kind;
  readonly id: string;
  readonly what: What;
}

export interface Edge {
  readonly kind: "edge";
  readonly from: string;
  readonly to: string;
  readonly values: readonly Value[];
  readonly points: readonly Spot[];
  /** The left end of its middle line. */
  readonly label?: Spot & { readonly text: string };
}

export type Drawn =
  | Placed<"box", DrawnBox>
  | Placed<"module", { readonly label: string; readonly depth: number }>
  | Placed<"terminal", { readonly label: string; readonly terminal: GraphEnd }>
  | Placed<"port", { readonly label: string; readonly port: Port }>
  | Edge;

export interface Laid extends Extent {
  /** Modules before what stands in them. */
  readonly drawn: readonly Drawn[];
}

/** Around what stands in an open module. */
const MARGIN = 14;
export const MODULE_TITLE = 24;
const DOT = 8;
export const PORT_FONT = 10;
const WIDEST_PORT = 160;
/** Larger levels have no labels at their edges, but tell shapes to those who point at one. */
const MOST_LABELLED = 150;

export interface ToLayOut {
  readonly root: Module;
  readonly isOpen: (module: Module) => boolean;
  readonly flows: Flows;
  readonly boxOf: (entry: Entry) => DrawnBox;
  /** What the box with this id is called. */
  readonly labelOf: (id: string) => string;
}

export function layOut(given: ToLayOut): Laid {
  return layOutModule(given, given.root, 0);
}

type Local = (at: Spot) => readonly Drawn[];

interface Item extends Extent {
  readonly id: string;
  /** What to draw where the item turns out to stand. */
  readonly draw: Local;
}

function layOutModule(given: ToLayOut, module: Module, depth: number): Laid {
  const inside: Inside = given.flows.insides.get(module.id) ?? { ports: new Map(), flows: new Map() };
  const ins = [...inside.ports.values()].filter(({ kind }) => kind === "in").length;
  const items = [
    ...(depth === 0 ? given.flows.terminals.map(terminalItem) : []),
    ...module.children.map((child) => entryItem(given, child, depth)),
    ...[...inside.ports.values()].map((port) => portItem(port, ins > 1 ? given.labelOf(port.from) : "")),
  ];
  const flows = [...inside.flows.values()];
  const labels = flows.map((flow) => (items.length <= MOST_LABELLED ? labelOf(flow, inside) : undefined));
  const placed = placeLevel({
    items: new Map(items.map(({ id, width, height }) => [id, { width, height }])),
    edges: flows.map(({ from, to }, at) => {
      const text = labels[at];
      const size = text === undefined ? undefined : { width: textWidth(text, PORT_FONT) + 4, height: 13 };
      return { from, to, ...(size && { label: size }) };
    }),
  });
  const edges = flows.map((flow, at) => edgeOf(flow, placed.routes[at]!, labels[at]));
  const drawn = [...edges, ...items.flatMap(({ id, draw }) => draw(placed.places.get(id)!))];
  return { width: placed.width, height: placed.height, drawn };
}

function terminalItem(terminal: GraphEnd): Item {
  const { id, value } = terminal;
  const label = fitText(cleanName(value.name), WIDEST_PORT, LINE.fontSize);
  const size = { width: textWidth(label, LINE.fontSize) + 24, height: 24 };
  return { id, ...size, draw: (at) => [{ kind: "terminal", id, what: { label, terminal }, ...at, ...size }] };
}

function portItem(port: Port, name: string): Item {
  const label = port.kind === "in" ? fitText(name, WIDEST_PORT, PORT_FONT) : "";
  const size = label === "" ? { width: DOT, height: DOT } : { width: textWidth(label, PORT_FONT) + 16, height: 18 };
  const { id } = port;
  return { id, ...size, draw: (at) => [{ kind: "port", id, what: { label, port }, ...at, ...size }] };
}

function entryItem(given: ToLayOut, entry: Entry, depth: number): Item {
  const { id } = entry;
  if (entry.kind === "node" || !given.isOpen(entry)) {
    const what = given.boxOf(entry);
    const { width, height } = what;
    return { id, width, height, draw: (at) => [{ kind: "box", id, what, ...at, width, height }] };
  }
  const laid = layOutModule(given, entry, depth + 1);
  const name = fitText(cleanName(entry.label), 240, LINE.fontSize);
  const width = Math.max(laid.width, textWidth(name, LINE.fontSize)) + 2 * MARGIN;
  const height = laid.height + MODULE_TITLE + MARGIN;
  const inset = (width - laid.width) / 2;
  return {
    id,
    width,
    height,
    draw: (at) => [
      { kind: "module", id, what: { label: name, depth: depth + 1 }, ...at, width, height },
      ...laid.drawn.map((each) => moved(each, { x: at.x + inset, y: at.y + MODULE_TITLE })),
    ],
  };
}

/** Shapes stand at the edges between boxes; what comes through a border has been told outside. */
function labelOf({ from, to, values }: Flow, { ports }: Inside): string | undefined {
  if (ports.has(from) || ports.has(to)) return undefined;
  const [value, ...more] = values.values();
  return more.length > 0 ? `${more.length + 1} values` : printShape(value!.type.shape);
}

function edgeOf({ from, to, values }: Flow, route: PlacedLevel["routes"][number], text?: string): Edge {
  const { points, label } = route;
  const width = text === undefined ? 0 : textWidth(text, PORT_FONT) + 4;
  return {
    kind: "edge",
    from,
    to,
    values: [...values.values()],
    points,
    ...(label && text !== undefined && { label: { x: label.x - width / 2 + 2, y: label.y, text } }),
  };
}

function moved(drawn: Drawn, by: Spot): Drawn {
  const shift = <P extends Spot>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  if (drawn.kind !== "edge") return shift(drawn);
  const { label, points } = drawn;
  return { ...drawn, points: points.map(shift), ...(label && { label: shift(label) }) };
}
