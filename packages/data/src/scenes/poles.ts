/** What is thin: lamps, signs, traffic lights and bollards. */
import { type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import type { Stage } from "./stage.js";
import type { StreetSide } from "./street.js";
import type { Colour } from "./vector.js";

export interface Foot {
  readonly x: number;
  readonly z: number;
}

const STEEL: Colour = [0.46, 0.48, 0.49];
const DARK: Colour = [0.15, 0.17, 0.17];

function raisePole(stage: Stage, { x, z }: Foot, width: number, height: number, colour: Colour): void {
  stage.add({
    corner: [x - width / 2, 0, z],
    across: [width, 0, 0],
    up: [0, height, 0],
    class: classOf.pole,
    paint: (dab, u) => {
      // Round: bright towards the middle.
      setColour(dab, colour, 0.6 + 0.7 * Math.sqrt(Math.max(0, 1 - ((2 * u) / width - 1) ** 2)));
      return true;
    },
  });
}

/** Its arm reaches over the road, away from `side`. */
export function raiseLamp(stage: Stage, dice: Dice, foot: Foot, side: StreetSide): void {
  const [height, reach] = [dice.between(5.5, 8.5), dice.between(1, 1.8)];
  const colour = dice.chance(0.6) ? STEEL : DARK;
  raisePole(stage, foot, dice.between(0.16, 0.26), height, colour);
  const { x, z } = foot;
  const arm: Painter = (dab, _, v) => {
    setColour(dab, colour, 0.8 + 4 * v);
    return true;
  };
  const lift = 0.4;
  stage.add({
    corner: [x, height - 0.1, z],
    across: [-side * reach, lift, 0],
    up: [0, 0.12, 0],
    class: classOf.pole,
    paint: arm,
  });
  stage.add({
    corner: [x - side * (reach - 0.1), height + lift - 0.16, z - 0.02],
    across: [-side * 0.65, 0.08, 0],
    up: [0, 0.16, 0],
    class: classOf.pole,
    paint: (dab, _, v) => {
      setColour(dab, v < 0.05 ? [0.85, 0.85, 0.8] : colour);
      return true;
    },
  });
}

export function raiseBollard(stage: Stage, foot: Foot): void {
  raisePole(stage, foot, 0.16, 1.05, DARK);
}

/** A shield on a pole, which faces whoever comes. */
export function raiseSign(stage: Stage, dice: Dice, foot: Foot): void {
  const [height, size] = [dice.between(2.1, 2.8), dice.between(0.6, 0.85)];
  raisePole(stage, foot, 0.1, height + size / 2, STEEL);
  const paint = dice.pick([ring, triangle, disc, board])(size, dice);
  stage.add({
    corner: [foot.x - size / 2, height - size / 2, foot.z - 0.05],
    across: [size, 0, 0],
    up: [0, size, 0],
    class: classOf.sign,
    paint,
  });
}

const WHITE: Colour = [0.93, 0.93, 0.92];
const RED: Colour = [0.78, 0.1, 0.1];
const BLUE: Colour = [0.1, 0.25, 0.62];

/** Paints a shape from how far a place is from its middle: 1 at its edge. */
function shape(
  size: number,
  farness: (x: number, y: number) => number,
  colourOf: (far: number, x: number, y: number) => Colour,
) {
  const painter: Painter = (dab, u, v) => {
    const [x, y] = [(2 * u) / size - 1, (2 * v) / size - 1];
    const far = farness(x, y);
    if (far > 1) return false;
    setColour(dab, colourOf(far, x, y));
    return true;
  };
  return painter;
}

const inTriangle = (x: number, y: number): number => Math.max(-y - 0.2, 0.866 * Math.abs(x) + 0.5 * y + 0.1) * 1.6;
const ring = (size: number) =>
  shape(size, Math.hypot, (far, x, y) =>
    far > 0.72 ? RED : Math.abs(y) < 0.3 && Math.abs(Math.abs(x) - 0.28) < 0.17 ? DARK : WHITE,
  );
const triangle = (size: number) =>
  shape(size, inTriangle, (far, x, y) => (far > 0.68 ? RED : Math.abs(x) < 0.09 && y < 0.25 ? DARK : WHITE));
const disc = (size: number) =>
  shape(size, Math.hypot, (far, x, y) => (far > 0.92 || Math.abs(x - 0.5 * y) < 0.14 ? WHITE : BLUE));
const board = (size: number, dice: Dice) => {
  const colour = dice.pick([BLUE, WHITE, [0.1, 0.4, 0.25] as Colour, [0.85, 0.7, 0.15] as Colour]);
  const ink = colour === WHITE ? DARK : WHITE;
  return shape(
    size,
    (x, y) => Math.max(Math.abs(x), 1.3 * Math.abs(y)),
    (far, x, y) => (far > 0.9 || (Math.abs(y % 0.42) < 0.12 && Math.abs(x) < 0.7) ? ink : colour),
  );
};

export function raiseTrafficLight(stage: Stage, dice: Dice, foot: Foot): void {
  raisePole(stage, foot, 0.18, 3.4, DARK);
  const lit = dice.below(3);
  const lamps: readonly Colour[] = [
    [0.15, 0.95, 0.45],
    [1, 0.75, 0.15],
    [1, 0.2, 0.15],
  ];
  const [width, height] = [0.34, 0.95];
  stage.add({
    corner: [foot.x - width / 2, 2.4, foot.z - 0.08],
    across: [width, 0, 0],
    up: [0, height, 0],
    class: classOf.light,
    light: 1,
    paint: (dab, u, v) => {
      const lamp = Math.min(2, Math.floor((3 * v) / height));
      const away = Math.hypot(u - width / 2, v - ((lamp + 0.5) * height) / 3);
      setColour(dab, away < 0.11 ? lamps[lamp]! : [0.07, 0.08, 0.08], away < 0.11 && lamp !== lit ? 0.22 : 1);
      return true;
    },
  });
}
