/** What stands in a drawing as elements of SVG. */
import type { Element } from "hast";
import { s } from "hastscript";
import { type DrawnBox, LINE, PADDING, PARTS_HEIGHT, TITLE } from "./boxes.js";
import { cleanName, printShape } from "./drawnText.js";
import { type Drawn, type Edge, MODULE_TITLE, PORT_FONT } from "./layOut.js";
import type { Spot } from "./layered.js";
import { graphColour, heatColours } from "./palette.js";

const ROUND = 5;

/** Of two decimals, for drawings that are the same for the same graph everywhere. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** `arrow` is the id of the marker at the ends of edges. */
export function renderDrawn(drawn: Drawn, arrow: string): Element {
  switch (drawn.kind) {
    case "edge":
      return renderEdge(drawn, arrow);
    case "box":
      return renderBox(drawn);
    case "module":
      return renderModule(drawn);
    case "terminal":
      return renderTerminal(drawn);
    default:
      return renderPort(drawn);
  }
}

type Of<Kind> = Extract<Drawn, { readonly kind: Kind }>;

function rect({ x, y, width, height }: Pick<Of<"box">, "x" | "y" | "width" | "height">, more = {}): Element {
  return s("rect", { x: round(x), y: round(y), width: round(width), height: round(height), ...more });
}

function write({ x, y }: Spot, text: string, fontSize: number, more = {}): Element {
  return s("text", { x: round(x), y: round(y), "font-size": fontSize, ...more }, text);
}

function renderBox(drawn: Of<"box">): Element {
  const { id, what, x, y, width, height } = drawn;
  const colour = graphColour(what.category);
  const isModule = what.category === "module";
  const fill = what.heat === undefined || what.heat.step < 0 ? graphColour("box") : heatColours[what.heat.step]!;
  const first = y + TITLE.height + 4 + LINE.height * 0.75;
  // The outline is drawn last, over the corners of what is filled.
  return s("g", { class: isModule ? "box folded" : "box", "data-id": id }, [
    s("title", what.tip),
    ...(isModule ? [rect({ ...drawn, x: x + 3, y: y + 3 }, { rx: ROUND, class: "stack" })] : []),
    rect(drawn, { rx: ROUND, class: "body", style: `fill:${fill}` }),
    s("path", { d: roundedTop(drawn, what.lines.length === 0), style: `fill:${colour}` }),
    write({ x: x + PADDING, y: y + 15.5 }, what.title, TITLE.fontSize, { class: "title" }),
    ...what.lines.map((line, at) =>
      write({ x: x + PADDING, y: first + at * LINE.height }, line, LINE.fontSize, { class: "line" }),
    ),
    ...renderParts(what, { x, y: y + height - PARTS_HEIGHT }, width),
    rect(drawn, { rx: ROUND, fill: "none", style: `stroke:${colour}` }),
  ]);
}

/** The title's ground: all of a box without lines. */
function roundedTop({ x, y, width, height }: Of<"box">, isAll: boolean): string {
  const corner = `q${ROUND} 0 ${ROUND} ${ROUND}`;
  const top = `M${round(x)} ${round(y + ROUND)}q0 ${-ROUND} ${ROUND} ${-ROUND}h${round(width - 2 * ROUND)}${corner}`;
  const side = round((isAll ? height : TITLE.height) - (isAll ? 2 : 1) * ROUND);
  if (!isAll) return `${top}v${side}h${-round(width)}z`;
  return `${top}v${side}q0 ${ROUND} ${-ROUND} ${ROUND}h${-round(width - 2 * ROUND)}q${-ROUND} 0 ${-ROUND} ${-ROUND}z`;
}

/** A folded module's nodes by category, as shares of a bar. */
function renderParts({ parts }: DrawnBox, { x, y }: Spot, width: number): readonly Element[] {
  const all = parts.reduce((sum, [, count]) => sum + count, 0);
  const inner = width - 2 * ROUND;
  let from = x + ROUND;
  return parts.map(([category, count]) => {
    const share = (count / all) * inner;
    const part = rect(
      { x: from, y: y + 1, width: share, height: PARTS_HEIGHT - 2 },
      { style: `fill:${graphColour(category)}` },
    );
    from += share;
    return part;
  });
}

function renderModule(drawn: Of<"module">): Element {
  const { id, what, x, y } = drawn;
  return s("g", { class: what.depth % 2 === 0 ? "module even" : "module", "data-id": id }, [
    rect(drawn, { rx: ROUND + 2 }),
    write({ x: x + 10, y: y + MODULE_TITLE - 8 }, what.label, LINE.fontSize, { class: "faint", "font-weight": 600 }),
  ]);
}

function renderTerminal(drawn: Of<"terminal">): Element {
  const { id, what, x, y, width, height } = drawn;
  const { kind, value } = what.terminal;
  return s("g", { class: `terminal ${kind}`, "data-id": id }, [
    s("title", `${kind} ${cleanName(value.name)}, ${value.type.dtype} ${printShape(value.type.shape)}`),
    rect(drawn, { rx: height / 2 }),
    write({ x: x + width / 2, y: y + 16 }, what.label, LINE.fontSize, { "text-anchor": "middle" }),
  ]);
}

function renderPort(drawn: Of<"port">): Element {
  const { id, what, x, y, width, height } = drawn;
  if (what.label === "") {
    return s("g", { class: "port", "data-id": id }, [
      s("circle", { cx: round(x + width / 2), cy: round(y + height / 2), r: 3 }),
    ]);
  }
  return s("g", { class: "port", "data-id": id }, [
    rect(drawn, { rx: height / 2 }),
    write({ x: x + width / 2, y: y + 12.5 }, what.label, PORT_FONT, { class: "faint", "text-anchor": "middle" }),
  ]);
}

function renderEdge({ from, to, values, points, label }: Edge, arrow: string): Element {
  const told = values
    .slice(0, 12)
    .map(({ name, type }) => `${cleanName(name)}: ${type.dtype} ${printShape(type.shape)}`);
  return s("g", { class: "edge", "data-from": from, "data-to": to }, [
    s("title", [...told, ...(values.length > 12 ? [`and ${values.length - 12} more`] : [])].join("\n")),
    s("path", { d: curve(points), "marker-end": `url(#${arrow})` }),
    ...(label === undefined
      ? []
      : [write({ x: label.x, y: label.y + 3.5 }, label.text, PORT_FONT, { class: "faint" })]),
  ]);
}

/** Through the middles of the segments, with the corners as control points; it begins and ends straight. */
function curve(points: readonly Spot[]): string {
  const at = ({ x, y }: Spot): string => `${round(x)} ${round(y)}`;
  const [first, ...rest] = points;
  const last = rest.at(-1)!;
  const corners = rest.slice(0, -1);
  const middles = corners.slice(0, -1).map((point, index) => between(point, corners[index + 1]!));
  const bends = corners.map((corner, index) => `Q${at(corner)} ${at(middles[index] ?? last)}`);
  return `M${at(first!)}${bends.length === 0 ? `L${at(last)}` : bends.join("")}`;
}

function between(a: Spot, b: Spot): Spot {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
