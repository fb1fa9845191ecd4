/** People on foot and on bicycles, made of strokes: limbs, clothes, frames and wheels. */
import { type Dab, type PaintedPlace, type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import type { Foot } from "./poles.js";
import type { Stage } from "./stage.js";
import type { Colour } from "./vector.js";

/** From one point to another, `radius` to each side; a ring where `hole` is given. */
interface Stroke {
  readonly from: readonly [x: number, y: number];
  readonly to?: readonly [x: number, y: number];
  readonly radius: number;
  readonly hole?: number;
  readonly colour: Colour;
  readonly class: number;
  readonly thing: number;
}

const SKINS: readonly Colour[] = [
  [0.85, 0.66, 0.55],
  [0.72, 0.52, 0.4],
  [0.45, 0.31, 0.23],
];
const CLOTHES: readonly Colour[] = [
  [0.15, 0.17, 0.22],
  [0.5, 0.12, 0.14],
  [0.2, 0.32, 0.5],
  [0.75, 0.73, 0.7],
  [0.35, 0.36, 0.3],
  [0.8, 0.55, 0.15],
  [0.3, 0.2, 0.35],
];
const TROUSERS: readonly Colour[] = [
  [0.13, 0.14, 0.18],
  [0.22, 0.27, 0.38],
  [0.42, 0.36, 0.28],
];
const HAIR: Colour = [0.14, 0.1, 0.08];

export function placePerson(stage: Stage, dice: Dice, { x, z }: Foot, ground: number): void {
  if (!stage.claim(x, z - 0.2, 0.26, 0.4)) return;
  const height = dice.between(1.55, 1.9);
  const [stride, swing] = [dice.between(-0.24, 0.24), dice.between(-0.2, 0.2)];
  const [skin, top, trousers] = [dice.pick(SKINS), dice.pick(CLOTHES), dice.pick(TROUSERS)];
  const body = { class: classOf.person, thing: stage.thing("person") };
  const [hip, shoulder] = [0.52 * height, 0.8 * height];
  const strokes: Stroke[] = [
    { ...body, from: [0, 0.965 * height], radius: 0.088, colour: HAIR },
    { ...body, from: [0, 0.92 * height], radius: 0.095, colour: skin },
    { ...body, from: [0.19, shoulder - 0.03], to: [0.22 + swing, hip + 0.02], radius: 0.055, colour: top },
    { ...body, from: [-0.19, shoulder - 0.03], to: [-0.22 - swing, hip + 0.02], radius: 0.055, colour: top },
    { ...body, from: [0, shoulder - 0.06], to: [0, hip + 0.08], radius: 0.185, colour: top },
    { ...body, from: [0.07, hip], to: [0.07 + stride, 0.07], radius: 0.082, colour: trousers },
    { ...body, from: [-0.07, hip], to: [-0.07 - stride, 0.07], radius: 0.082, colour: trousers },
  ];
  if (dice.chance(0.3))
    strokes.unshift({ ...body, from: [0.27, hip], to: [0.27, hip - 0.2], radius: 0.11, colour: dice.pick(CLOTHES) });
  stand(stage, { x, z, ground, turn: 0, wide: 1, high: height + 0.08 }, strokes);
}

/** Along the road, as far turned that something of its length is seen. */
export function placeCyclist(stage: Stage, dice: Dice, foot: Foot): void {
  if (!stage.claim(foot.x, foot.z - 1, 0.45, 2)) return;
  const bicycle = { class: classOf.bicycle, thing: stage.thing("bicycle") };
  const rider = { class: classOf.rider, thing: stage.thing("rider") };
  const [skin, top, trousers, frame] = [dice.pick(SKINS), dice.pick(CLOTHES), dice.pick(TROUSERS), dice.pick(CLOTHES)];
  const helmet = dice.chance(0.5) ? dice.pick(CLOTHES) : HAIR;
  const foot1 = dice.between(0.16, 0.42);
  const tube = { ...bicycle, radius: 0.028, colour: frame };
  const wheel = { ...bicycle, radius: 0.345, hole: 0.285, colour: [0.08, 0.08, 0.08] as Colour };
  const strokes: Stroke[] = [
    { ...rider, from: [0.36, 1.66], radius: 0.1, colour: helmet },
    { ...rider, from: [0.38, 1.57], radius: 0.095, colour: skin },
    { ...rider, from: [0.25, 1.36], to: [0.5, 1.04], radius: 0.05, colour: top },
    { ...rider, from: [0.22, 1.32], to: [-0.1, 0.98], radius: 0.16, colour: top },
    { ...rider, from: [-0.1, 0.92], to: [0.2, 0.66], radius: 0.085, colour: trousers },
    { ...rider, from: [0.2, 0.66], to: [0.08, foot1], radius: 0.065, colour: trousers },
    { ...rider, from: [-0.1, 0.92], to: [0.12, 0.58], radius: 0.08, colour: trousers },
    { ...rider, from: [0.12, 0.58], to: [0.02, 0.58 - foot1], radius: 0.06, colour: trousers },
    { ...tube, from: [-0.14, 0.86], to: [0, 0.3] },
    { ...tube, from: [-0.1, 0.74], to: [0.44, 0.8] },
    { ...tube, from: [0, 0.3], to: [0.44, 0.78] },
    { ...tube, from: [0.46, 1], to: [0.55, 0.345] },
    { ...tube, from: [0, 0.3], to: [-0.53, 0.345] },
    { ...wheel, from: [0.55, 0.345] },
    { ...wheel, from: [-0.53, 0.345] },
  ];
  const turn = dice.between(0.25, 1.15) * (dice.chance(0.5) ? 1 : -1);
  stand(stage, { ...foot, ground: 0, turn: dice.chance(0.5) ? turn : Math.PI + turn, wide: 1.9, high: 1.8 }, strokes);
}

/** Turned by so much from facing the camera. */
function stand(
  stage: Stage,
  { x, z, ground, turn, wide, high }: Foot & { ground: number; turn: number; wide: number; high: number },
  strokes: readonly Stroke[],
): void {
  const [sideways, away] = [Math.cos(turn), Math.sin(turn)];
  stage.castShadow({
    x,
    z,
    acrossRadius: 0.12 + 0.3 * wide * Math.abs(sideways),
    alongRadius: 0.25 + 0.3 * wide * Math.abs(away),
  });
  stage.add({
    corner: [x - (wide / 2) * sideways, ground, z - (wide / 2) * away],
    across: [wide * sideways, 0, wide * away],
    up: [0, high, 0],
    class: strokes[0]!.class,
    light: stage.sun.ambient + 0.5 * stage.sun.direct,
    paint: strokePainter(strokes, wide / 2),
  });
}

function strokePainter(strokes: readonly Stroke[], middle: number): Painter {
  return (dab, u, v) => {
    for (const stroke of strokes) {
      const painted = paintStroke(dab, stroke, u - middle, v);
      if (painted !== false) return painted;
    }
    return false;
  };
}

function paintStroke(dab: Dab, stroke: Stroke, x: number, y: number): PaintedPlace {
  const { from, to = from, radius, hole = 0, colour } = stroke;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const [px, py] = [x - from[0], y - from[1]];
  const squared = dx * dx + dy * dy;
  const share = squared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
  const away = Math.hypot(px - share * dx, py - share * dy);
  if (away > radius) return false;
  dab.class = stroke.class;
  dab.thing = stroke.thing;
  if (away < hole) return "through";
  setColour(dab, colour, hole > 0 ? 1 : 1.1 - 0.4 * (away / radius) ** 2);
  return true;
}
