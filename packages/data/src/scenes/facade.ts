/** The front of a house: floors of windows, a door or a shop below, by the metre. */
import { type Dab, type Painter, setColour } from "./canvas.js";
import type { Dice } from "./dice.js";
import { cloudy, hash, mix } from "./noise.js";
import type { Colour } from "./vector.js";

export interface Facade {
  readonly wall: Colour;
  readonly height: number;
  readonly paint: Painter;
  /** Of walls without windows. */
  readonly paintPlain: Painter;
}

const WALLS: readonly Colour[] = [
  [0.62, 0.38, 0.3],
  [0.78, 0.7, 0.55],
  [0.8, 0.78, 0.72],
  [0.66, 0.6, 0.52],
  [0.52, 0.33, 0.27],
  [0.74, 0.62, 0.5],
  [0.6, 0.62, 0.64],
  [0.72, 0.56, 0.42],
];
const SHOPS: readonly Colour[] = [
  [0.6, 0.15, 0.13],
  [0.13, 0.27, 0.45],
  [0.15, 0.36, 0.22],
  [0.75, 0.6, 0.2],
  [0.2, 0.2, 0.22],
];

export function drawFacade(dice: Dice, height: number, width: number): Facade {
  const wall = dice.pick(WALLS);
  const seed = dice.below(2 ** 20);
  const floor = dice.between(2.8, 3.5);
  const floors = Math.max(1, Math.floor(height / floor));
  const bays = Math.max(1, Math.round(width / dice.between(1.9, 3.2)));
  const bay = width / bays;
  const [glassWide, glassHigh] = [dice.between(0.38, 0.62), dice.between(0.5, 0.65)];
  const isBrick = wall[0] > 1.5 * wall[2] && dice.chance(0.7);
  const shop = dice.chance(0.45) ? dice.pick(SHOPS) : undefined;
  const frame: Colour = dice.chance(0.7) ? [0.88, 0.87, 0.84] : [0.28, 0.24, 0.22];
  const door = dice.below(bays);

  const paintPlain: Painter = (dab, u, v, depth) => {
    const dirt = 0.86 + 0.22 * cloudy(0.5 * u, 0.35 * v, seed) - 0.15 * Math.exp(-v);
    setColour(dab, wall, isBrick && depth < 18 ? dirt * brick(u, v, seed) : dirt);
    return true;
  };
  const paint: Painter = (dab, u, v, depth) => {
    const level = Math.floor(v / floor);
    const column = Math.min(bays - 1, Math.floor(u / bay));
    const [x, y] = [u / bay - column, v / floor - level];
    paintPlain(dab, u, v, depth);
    if (level >= floors) {
      // A cornice.
      if (v < floors * floor + 0.25) setColour(dab, wall, 1.12);
      return true;
    }
    if (level === 0 && shop !== undefined) return paintShop(dab, { x, y, column, seed, shop });
    if (level === 0 && column === door) return paintDoor(dab, x, y, seed);
    if (y > 0.96 && level < floors) setColour(dab, wall, 1.08);
    const [fromMiddle, fromSill] = [Math.abs(x - 0.5), y - 0.24];
    if (fromMiddle < glassWide / 2 + 0.05 && fromSill > -0.05 && fromSill < glassHigh + 0.04) {
      const isGlass = fromMiddle < glassWide / 2 && fromSill > 0 && fromSill < glassHigh;
      const isBar = fromMiddle < 0.02 || Math.abs(fromSill - 0.62 * glassHigh) < 0.015;
      if (isGlass && !isBar) paintGlass(dab, hash(column, level, seed), fromSill / glassHigh, fromMiddle / glassWide);
      else setColour(dab, frame, fromSill < 0 ? 0.8 : 0.95);
    }
    return true;
  };
  return { wall, height, paint, paintPlain };
}

/** Dark, with the sky in its upper part, and curtains in some. */
function paintGlass(dab: Dab, chance: number, up: number, fromMiddle: number): void {
  const sky = 0.14 + 0.3 * up * chance;
  const isCurtain = chance > 0.55 && fromMiddle > 0.5 - 0.5 * (chance - 0.45);
  if (isCurtain) setColour(dab, [0.7, 0.68, 0.62], 0.75);
  else setColour(dab, [sky * 0.85, sky * 0.95, sky * 1.1]);
}

function paintDoor(dab: Dab, x: number, y: number, seed: number): boolean {
  const fromMiddle = Math.abs(x - 0.5);
  if (fromMiddle < 0.26 && y < 0.76) setColour(dab, [0.85, 0.84, 0.8], 0.9);
  if (fromMiddle < 0.21 && y < 0.72) {
    setColour(dab, SHOPS[seed % SHOPS.length]!, y < 0.1 ? 0.8 : 1);
    if (y > 0.58 && y < 0.7) setColour(dab, [0.2, 0.22, 0.25]);
  }
  return true;
}

function paintShop(
  dab: Dab,
  { x, y, column, seed, shop }: { x: number; y: number; column: number; seed: number; shop: Colour },
): boolean {
  if (y > 0.78) {
    const isLetter =
      y > 0.84 && y < 0.92 && hash(Math.floor(12 * x) + 20 * column, 1, seed) > 0.5 && x > 0.1 && x < 0.9;
    setColour(dab, isLetter ? [0.92, 0.9, 0.84] : shop, 0.95);
  } else if (x < 0.05 || x > 0.95 || y < 0.14 || Math.abs(y - 0.7) < 0.015) setColour(dab, shop, 0.8);
  else {
    const goods = hash(Math.floor(7 * x) + 9 * column, Math.floor(6 * y), seed + 1);
    const inside = y < 0.45 && goods > 0.6 ? 0.5 * goods : 0.14 + 0.12 * y;
    setColour(dab, [mix(inside, 0.3, y * 0.3), inside, inside * 1.05]);
  }
  return true;
}

/** Rows of bricks, every other one shifted by half of one. */
function brick(u: number, v: number, seed: number): number {
  const row = Math.floor(v / 0.075);
  const along = u / 0.22 + (row % 2) / 2;
  const isMortar = v / 0.075 - row < 0.14 || along - Math.floor(along) < 0.05;
  return isMortar ? 1.15 : 0.9 + 0.2 * hash(Math.floor(along), row, seed);
}
