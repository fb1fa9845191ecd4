/** Icicles as inline SVG, drawn by hand: rectangles with labels where these fit. */
import type { Element } from "hast";
import { h, s } from "hastscript";
import { colour } from "../charts/palette.js";
import type { Icicle, IciclePanel, Span } from "../document.js";
import { renderText } from "./renderText.js";

interface Frame {
  readonly width: number;
  readonly rowHeight: number;
  readonly fontSize: number;
}

const wide: Frame = { width: 1160, rowHeight: 30, fontSize: 13 };
const narrow: Frame = { width: 358, rowHeight: 30, fontSize: 11 };

/** A character's width as a share of the font size, on the safe side. */
const CHARACTER_WIDTH = 0.58;
const FEWEST_CHARACTERS = 4;
const GAP = 1;
/** What is thinner cannot be seen. */
const THINNEST = 0.6;

/** How much of the colour each depth has, by turns, so that neighbours differ. */
const STRENGTHS = [
  [46, 34],
  [34, 24],
  [24, 15],
] as const;

export function renderIcicle({ id, caption, panels }: Icicle): Element {
  return h("figure", { id }, [
    h("figcaption", renderText(caption)),
    ...panels.map((panel, index) => renderPanel(panel, `${id}-${index + 1}`)),
  ]);
}

/** Drawn twice, for a wide window and for a phone's, of which the page shows one. */
function renderPanel(panel: IciclePanel, id: string): Element {
  return h("div", { className: ["icicle"] }, [
    h("p", { className: ["panel-title"] }, panel.title),
    h("div", { className: ["drawing", "wide"] }, drawPanel(panel, wide, `${id}-wide`)),
    h("div", { className: ["drawing", "narrow"] }, drawPanel(panel, narrow, `${id}-narrow`)),
  ]);
}

function drawPanel({ title, description, levels }: IciclePanel, frame: Frame, id: string): Element {
  return s(
    "svg",
    {
      viewBox: `0 0 ${frame.width} ${levels.length * frame.rowHeight}`,
      role: "img",
      ariaLabelledBy: `${id}-title`,
      ariaDescribedBy: `${id}-description`,
      fontSize: frame.fontSize,
    },
    [
      s("title", { id: `${id}-title` }, title),
      s("desc", { id: `${id}-description` }, description),
      ...levels.flatMap((spans, depth) =>
        spans.flatMap((span, index) => drawSpan(span, { depth, index, last: levels.length - 1 }, frame)),
      ),
    ],
  );
}

interface Place {
  readonly depth: number;
  readonly index: number;
  readonly last: number;
}

/** What is in no layer has nothing below it, and reaches down to the bottom. */
function drawSpan({ label, detail, start, share, muted }: Span, { depth, index, last }: Place, frame: Frame) {
  const x = start * frame.width;
  const width = share * frame.width - (share * frame.width > 4 * GAP ? GAP : 0);
  if (width < THINNEST) return [];
  const y = depth * frame.rowHeight;
  const height = frame.rowHeight * (muted ? last - depth + 1 : 1) - GAP;
  const strength = STRENGTHS[Math.min(depth, STRENGTHS.length - 1)]![index % 2];
  const fill = muted
    ? colour("line")
    : `color-mix(in srgb, ${colour("series2")} ${strength}%, ${colour("background")})`;
  const text = fit(label, (width - 8) / (frame.fontSize * CHARACTER_WIDTH));
  const round = (value: number): number => Math.round(value * 100) / 100;
  return [
    s("g", [
      s("title", `${label}: ${detail}`),
      s("rect", { x: round(x), y, width: round(width), height, rx: 2, style: `fill:${fill}` }),
      ...(text === undefined
        ? []
        : [
            s(
              "text",
              { x: round(x + 4), y: y + frame.rowHeight / 2 + frame.fontSize * 0.33, fill: colour("text") },
              text,
            ),
          ]),
    ]),
  ];
}

/** As much of the label as there is room for; nothing where that would be too little to know it by. */
function fit(label: string, characters: number): string | undefined {
  if (label.length <= characters) return label;
  return characters < FEWEST_CHARACTERS ? undefined : `${label.slice(0, Math.floor(characters) - 1)}…`;
}
