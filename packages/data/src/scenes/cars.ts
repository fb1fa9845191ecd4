/** Cars and lorries: boxes with wheels, windows, lights and plates. */
import { type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import type { Stage } from "./stage.js";
import type { Colour, Vector } from "./vector.js";

const PAINTS: readonly Colour[] = [
  [0.72, 0.73, 0.75],
  [0.5, 0.52, 0.54],
  [0.12, 0.13, 0.15],
  [0.85, 0.85, 0.84],
  [0.55, 0.1, 0.1],
  [0.14, 0.22, 0.42],
  [0.2, 0.32, 0.26],
  [0.65, 0.58, 0.42],
];
const GLASS: Colour = [0.16, 0.2, 0.23];
const TYRE: Colour = [0.07, 0.07, 0.075];

export interface Parking {
  readonly x: number;
  /** Of the end towards the camera. */
  readonly z: number;
  /** Whether one sees its lamps and not its tail lights. */
  readonly isOncoming: boolean;
}

interface Body extends Parking {
  readonly paint: Colour;
  readonly thing: number;
  readonly class: number;
  readonly length: number;
  readonly width: number;
  /** Of the lower box, below the windows. */
  readonly waist: number;
  readonly height: number;
  /** From both ends to the windows. */
  readonly hood: number;
  readonly trunk: number;
}

/** Nothing where something else stands already, as with whatever takes room here. */
export function parkCar(stage: Stage, dice: Dice, parking: Parking): void {
  if (!stage.claim(parking.x, parking.z - 0.4, 1, 5.2)) return;
  const body: Body = {
    ...parking,
    paint: dice.pick(PAINTS),
    thing: stage.thing("car"),
    class: classOf.car,
    length: dice.between(3.7, 4.7),
    width: dice.between(1.68, 1.85),
    waist: dice.between(0.85, 0.95),
    height: dice.between(1.4, 1.62),
    hood: dice.between(0.9, 1.2),
    trunk: dice.chance(0.5) ? 0.08 : dice.between(0.4, 0.7),
  };
  assemble(stage, body);
}

export function parkTruck(stage: Stage, dice: Dice, parking: Parking): void {
  if (!stage.claim(parking.x, parking.z - 0.4, 1.25, 8.2)) return;
  const height = dice.between(2.4, 3.2);
  assemble(stage, {
    ...parking,
    paint: dice.chance(0.6) ? [0.86, 0.86, 0.85] : dice.pick(PAINTS),
    thing: stage.thing("truck"),
    class: classOf.truck,
    length: dice.between(5.5, 7.5),
    width: dice.between(2, 2.3),
    waist: parking.isOncoming ? 1.25 : 0.85 * height,
    height,
    hood: parking.isOncoming ? 0.15 : 0.1,
    trunk: 0.05,
  });
}

function assemble(stage: Stage, body: Body): void {
  const { x, z, length, width, waist, height, isOncoming, hood, trunk } = body;
  const [left, right] = [x - width / 2, x + width / 2];
  const [near, far] = isOncoming ? [hood, trunk] : [trunk, hood];
  const add = (corner: Vector, across: Vector, up: Vector, paint: Painter): void =>
    stage.add({ corner, across, up, class: body.class, thing: body.thing, paint });
  stage.castShadow({ x, z: z + length / 2, acrossRadius: width / 2, alongRadius: length / 2 });
  for (const side of [left, right]) {
    add([side, 0, z], [0, 0, length], [0, waist, 0], sidePainter(body));
    add([side, waist, z + near], [0, 0, length - near - far], [0, height - waist, 0], windowPainter(body, near, far));
  }
  for (const end of [z, z + length]) add([left, 0, end], [width, 0, 0], [0, waist, 0], endPainter(body));
  add([left, waist, z], [width, 0, 0], [0, 0, length], plain(body, 1.1));
  const slope = Math.min(0.55, 0.5 * near + 0.25);
  const screen: Vector = [0, height - waist, slope];
  add([left, waist, z + near], [width, 0, 0], screen, screenPainter(body, Math.hypot(height - waist, slope)));
  add([left, height, z + near + slope], [width, 0, 0], [0, 0, length - near - far - 2 * slope], plain(body, 1.15));
}

function plain({ paint }: Body, light: number): Painter {
  return (dab, u) => {
    setColour(dab, paint, light * (0.95 + 0.05 * Math.sin(3 * u)));
    return true;
  };
}

/** With wheels, which alone reach the ground. */
function sidePainter({ length, waist, paint }: Body): Painter {
  const [radius, axle] = [0.32, 0.78];
  return (dab, u, v) => {
    const away = Math.min(Math.hypot(u - axle, v - radius), Math.hypot(u - length + axle, v - radius));
    if (away < radius) setColour(dab, away < 0.2 ? [0.5, 0.51, 0.53] : TYRE, away < 0.2 ? 0.6 + 2 * away : 1);
    else if (away < radius + 0.06) setColour(dab, TYRE);
    else if (v < 0.22) return false;
    else
      setColour(dab, paint, v < 0.32 ? 0.45 : 0.7 + (0.35 * v) / waist - (Math.abs(v - 0.7 * waist) < 0.012 ? 0.2 : 0));
    return true;
  };
}

/** Windows within a roof that is shorter than its foot. */
function windowPainter({ length, waist, height, paint }: Body, near: number, far: number): Painter {
  const [long, high] = [length - near - far, height - waist];
  return (dab, u, v) => {
    const up = v / high;
    const edge = Math.min(u - up * Math.min(0.55, 0.5 * near + 0.25), long - u - up * Math.min(0.55, 0.5 * far + 0.25));
    if (edge < 0) return false;
    const isPillar = edge < 0.09 || Math.abs(u - 0.52 * long) < 0.045;
    if (up > 0.88 || isPillar) setColour(dab, paint, 0.95);
    else setColour(dab, GLASS, 0.8 + 0.7 * up);
    return true;
  };
}

function screenPainter({ paint, width }: Body, high: number): Painter {
  return (dab, u, v) => {
    const [x, y] = [Math.abs((2 * u) / width - 1), v / high];
    if (x > 0.91 - 0.05 * y || y > 0.9) setColour(dab, paint, 1.05);
    else setColour(dab, GLASS, 0.75 + 1.1 * y * (0.6 + 0.4 * x));
    return true;
  };
}

/** Lamps in front, red lights behind; plate, bumper, and tyres below. */
function endPainter({ width, waist, paint, isOncoming }: Body): Painter {
  const lamp: Colour = isOncoming ? [0.92, 0.93, 0.9] : [0.72, 0.08, 0.07];
  return (dab, u, v) => {
    const [x, y] = [Math.abs((2 * u) / width - 1), v / waist];
    if (v < 0.2) {
      if (x < 0.72 || x > 0.97) return false;
      setColour(dab, TYRE);
    } else if (v < 0.3) setColour(dab, TYRE, 1.6);
    else if (x < 0.29 && Math.abs(v - 0.47) < 0.06) setColour(dab, isOncoming ? [0.9, 0.9, 0.88] : [0.85, 0.78, 0.35]);
    else if (x > 0.68 && x < 0.96 && y > 0.66 && y < 0.86) setColour(dab, lamp);
    else if (isOncoming && x < 0.5 && y > 0.6 && y < 0.78) setColour(dab, [0.12, 0.12, 0.13]);
    else setColour(dab, paint, (v < 0.42 ? 0.7 : 0.85) + 0.2 * y - (Math.abs(y - 0.6) < 0.015 ? 0.25 : 0));
    return true;
  };
}
