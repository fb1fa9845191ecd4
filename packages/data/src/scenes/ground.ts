/** Road with its markings, kerbs, sidewalks of slabs, and grass behind the fronts. */
import { type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import { cloudy, hash, noise } from "./noise.js";
import type { Stage } from "./stage.js";
import { KERB, SIDES, type Street, blocksOf, frontOf, kerbOf } from "./street.js";
import type { Colour } from "./vector.js";

const FAR = 260;
const WIDE = 160;

export function layGround(stage: Stage, street: Street, dice: Dice): void {
  const { end } = street;
  const start = -2;
  stage.add({
    corner: [-WIDE, 0, start],
    across: [2 * WIDE, 0, 0],
    up: [0, 0, FAR],
    class: classOf.road,
    paint: roadPainter(stage, street, dice, start),
  });
  const slabs = slabPainter(stage, street, dice.between(0.4, 0.9), dice);
  for (const side of SIDES) {
    for (const [from, to] of blocksOf(street)) {
      const [kerb, front] = [kerbOf(street, side), frontOf(street, side)];
      // Beyond the fronts too: doors and gardens stand on it.
      const width = street.sidewalk + (to === end ? 0.5 : 0.2);
      stage.add({
        corner: [kerb, KERB, from],
        across: [side * width, 0, 0],
        up: [0, 0, to - from],
        class: classOf.sidewalk,
        paint: (dab, u, v, depth) => slabs(dab, kerb + side * u, from + v, depth),
      });
      stage.add({
        corner: [kerb, 0, from],
        across: [0, 0, to - from],
        up: [0, KERB, 0],
        class: classOf.sidewalk,
        paint: kerbPainter(street.seed),
      });
      stage.add({
        corner: [front, KERB + 0.01, from],
        across: [side * WIDE, 0, 0],
        up: [0, 0, to - from],
        class: classOf.terrain,
        paint: (dab, u, v) => {
          const light = 0.6 + 0.8 * cloudy(2 * u, 2 * v, street.seed);
          setColour(dab, [0.3, 0.4, 0.18], light * stage.lightOnGround(front + side * u, from + v));
          return true;
        },
      });
    }
  }
}

function roadPainter(stage: Stage, street: Street, dice: Dice, start: number): Painter {
  const { middle, half, seed, crossing } = street;
  const grey = dice.between(0.3, 0.5);
  const tint: Colour = [grey * dice.between(0.97, 1.04), grey, grey * dice.between(0.97, 1.06)];
  const [dash, hasEdges, isZebra] = [dice.between(2, 4), dice.chance(0.5), dice.chance(0.7)];
  const zebra = (crossing?.from ?? FAR) - 4.5;
  return (dab, u, v, depth) => {
    const [x, z] = [u - WIDE, v + start];
    const fromMiddle = x - middle;
    // Grain is too fine to be seen from afar.
    const grain = depth < 25 ? 0.12 * (hash(Math.floor(60 * x), Math.floor(60 * z), seed) - 0.5) : 0;
    const wear = 0.9 + 0.2 * cloudy(0.8 * x, 0.15 * z, seed) + 0.1 * (noise(3 * x, 3 * z, seed + 5) - 0.5) + grain;
    const patch = hash(Math.floor(fromMiddle / 2.5), Math.floor(z / 7), seed + 9) > 0.93 ? 0.8 : 1;
    setColour(dab, tint, wear * patch * stage.lightOnGround(x, z));
    const isWithin = Math.abs(fromMiddle) < half;
    const isOnZebra = isZebra && z > zebra && z < zebra + 3;
    const isMarked = isOnZebra
      ? isWithin && ((x % 1) + 1) % 1 < 0.5
      : isWithin &&
        (crossing === undefined || z < zebra || z > crossing.to) &&
        ((Math.abs(fromMiddle) < 0.07 && (((z / dash) % 2) + 2) % 2 < 1) ||
          (hasEdges && Math.abs(Math.abs(fromMiddle) - half + 0.35) < 0.06));
    if (isMarked && noise(5 * x, 5 * z, seed + 3) > 0.18)
      setColour(dab, [0.86, 0.86, 0.83], wear * stage.lightOnGround(x, z));
    return true;
  };
}

function slabPainter(stage: Stage, { seed }: Street, slab: number, dice: Dice): Painter {
  const tint: Colour = dice.pick([
    [0.58, 0.56, 0.53],
    [0.62, 0.55, 0.5],
    [0.55, 0.56, 0.57],
  ]);
  return (dab, x, z, depth) => {
    const row = Math.floor(z / slab);
    const shifted = x / slab + (row % 2) / 2;
    const joint = Math.min(shifted - Math.floor(shifted), z / slab - row) * slab;
    const isJoint = depth < 30 && joint < 0.02;
    const light = 0.88 + 0.12 * hash(Math.floor(shifted), row, seed) + 0.14 * (cloudy(x, z, seed + 4) - 0.5);
    setColour(dab, tint, (isJoint ? 0.7 : 1) * light * stage.lightOnGround(x, z));
    return true;
  };
}

function kerbPainter(seed: number): Painter {
  return (dab, along) => {
    const isJoint = along % 1 < 0.03;
    setColour(dab, [0.6, 0.59, 0.57], (isJoint ? 0.7 : 0.9) + 0.15 * hash(Math.floor(along), 0, seed));
    return true;
  };
}
