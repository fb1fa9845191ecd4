/** Rows of houses along both sides and across the end, with gardens behind walls or fences between them. */
import { type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import { drawFacade } from "./facade.js";
import { cloudy, hash } from "./noise.js";
import type { Stage } from "./stage.js";
import { KERB, SIDES, type StreetSide, type Street, blocksOf, frontOf } from "./street.js";
import { raiseFence } from "./fences.js";
import type { Colour } from "./vector.js";
import { plantTree } from "./trees.js";

const DEPTH = 9;

export function buildHouses(stage: Stage, street: Street, dice: Dice): void {
  const typical = dice.between(6, 15);
  for (const side of SIDES) {
    const gaps = dice.between(0.05, 0.45);
    for (const [from, to] of blocksOf(street)) {
      let z = from;
      while (z < to - 2) {
        const width = Math.min(dice.between(6, 15), to - z);
        const isLast = z + width > to - 2;
        if (!isLast && dice.chance(gaps)) layGarden(stage, street, dice, { side, from: z, to: z + width });
        else
          buildHouse(stage, street, dice, { side, from: z, to: z + width, height: typical * dice.between(0.65, 1.35) });
        z += width;
      }
    }
  }
  closeEnd(stage, street, dice, typical);
}

interface Plot {
  readonly side: StreetSide;
  readonly from: number;
  readonly to: number;
}

function buildHouse(stage: Stage, street: Street, dice: Dice, plot: Plot & { readonly height: number }): void {
  const { side, from, to, height } = plot;
  const x = frontOf(street, side) + side * (dice.chance(0.25) ? dice.between(0, 1.2) : 0);
  const width = to - from;
  const { paint, paintPlain } = drawFacade(dice, height, width);
  const building = classOf.building;
  stage.add({ corner: [x, KERB, from], across: [0, 0, width], up: [0, height, 0], class: building, paint });
  // Of the ends only those towards the camera and beyond a street that crosses are ever seen.
  stage.add({
    corner: [x, KERB, from],
    across: [side * DEPTH, 0, 0],
    up: [0, height, 0],
    class: building,
    paint: paintPlain,
  });
  stage.add({
    corner: [x, KERB, to],
    across: [side * DEPTH, 0, 0],
    up: [0, height, 0],
    class: building,
    paint: paintPlain,
  });
  stage.raiseBlind({ side, x, from, to, height });
  if (dice.chance(0.55)) addRoof(stage, dice, { side, from, to, x, eaves: KERB + height, paintPlain });
}

function addRoof(
  stage: Stage,
  dice: Dice,
  { side, from, to, x, eaves, paintPlain }: Plot & { x: number; eaves: number; paintPlain: Painter },
): void {
  const tiles: Colour = dice.pick<Colour>([
    [0.55, 0.28, 0.2],
    [0.35, 0.33, 0.33],
    [0.42, 0.3, 0.26],
  ]);
  const [seed, rise, half] = [dice.below(2 ** 20), dice.between(2.5, 5), DEPTH / 2];
  const building = classOf.building;
  const overhang = 0.3;
  stage.add({
    corner: [x - side * overhang, eaves - 0.1, from],
    across: [0, 0, to - from],
    up: [side * (half + overhang), rise, 0],
    class: building,
    paint: (dab, u, v) => {
      const row = Math.floor(v / 0.3);
      setColour(
        dab,
        tiles,
        0.8 + 0.25 * hash(Math.floor(u / 0.25 + row / 2), row, seed) + 0.2 * cloudy(u, v, seed) - 0.1,
      );
      return true;
    },
  });
  for (const z of [from, to]) {
    stage.add({
      corner: [x, eaves, z],
      across: [side * DEPTH, 0, 0],
      up: [0, rise, 0],
      class: building,
      paint: (dab, u, v, depth) => v / rise < 1 - Math.abs(u / half - 1) && paintPlain(dab, u, v + 3, depth),
    });
  }
}

function layGarden(stage: Stage, street: Street, dice: Dice, { side, from, to }: Plot): void {
  const x = frontOf(street, side);
  const front = { corner: [x, KERB, from] as const, across: [0, 0, to - from] as const };
  if (dice.chance(0.7)) raiseFence(stage, dice, front);
  else {
    const [seed, height] = [dice.below(2 ** 20), dice.between(0.9, 2)];
    stage.add({
      ...front,
      up: [0, height, 0],
      class: classOf.wall,
      paint: (dab, u, v) => {
        const stones = hash(Math.floor(u / 0.4 + (Math.floor(v / 0.2) % 2) / 2), Math.floor(v / 0.2), seed);
        setColour(dab, [0.55, 0.5, 0.45], v > height - 0.08 ? 1.15 : 0.75 + 0.3 * stones);
        return true;
      },
    });
  }
  for (let z = from + 2; z < to - 1; z += dice.between(2.5, 4.5))
    plantTree(stage, dice, { x: x + side * dice.between(3, 6), z, height: dice.between(4, 8) });
}

/** Houses or trees across the end, and what is seen at the sides behind gardens. */
function closeEnd(stage: Stage, street: Street, dice: Dice, typical: number): void {
  const z = street.end + dice.between(8, 16);
  let x = -75;
  while (x < 75) {
    const width = dice.between(8, 18);
    const height = typical * dice.between(0.6, 1.2);
    const { paint } = drawFacade(dice, height, width);
    const corner = [x, 0, z + dice.between(0, 3)] as const;
    if (dice.chance(0.75))
      stage.add({ corner, across: [width, 0, 0], up: [0, height, 0], class: classOf.building, paint });
    else
      for (let tree = 0; tree < width; tree += 4)
        plantTree(stage, dice, { x: x + tree, z, height: dice.between(6, 11) });
    x += width;
  }
}
