/** What stands and moves along a street: lamps, signs, trees, fences, bins, cars, people, bicycles. */
import { setColour } from "./canvas.js";
import { parkCar, parkTruck } from "./cars.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import { raiseFence } from "./fences.js";
import { placeCyclist, placePerson } from "./figures.js";
import { type Foot, raiseBollard, raiseLamp, raiseSign, raiseTrafficLight } from "./poles.js";
import type { Stage } from "./stage.js";
import { KERB, SIDES, type StreetSide, type Street, blocksOf, kerbOf } from "./street.js";
import { plantTree } from "./trees.js";

/** Metres beyond which there are no people, bicycles and signs, which nobody would outline there. */
const FAR = 36;

export function fillStreet(stage: Stage, street: Street, dice: Dice): void {
  for (const side of SIDES) {
    const [parked, trees] = [dice.chance(0.65), dice.chance(0.45)];
    for (const [from, to] of blocksOf(street)) {
      furnish(stage, street, dice, { side, from: Math.max(from, 4), to, trees });
      if (parked) park(stage, street, dice, { side, from: Math.max(from, 6) + 1, to: to - 6 });
      walk(stage, street, dice, { side, from: Math.max(from, 6), to });
    }
  }
  drive(stage, street, dice);
  cross(stage, street, dice);
}

interface Stretch {
  readonly side: StreetSide;
  readonly from: number;
  readonly to: number;
}

function furnish(
  stage: Stage,
  street: Street,
  dice: Dice,
  { side, from, to, trees }: Stretch & { readonly trees: boolean },
): void {
  const x = kerbOf(street, side) + side * 0.45;
  for (let z = from + dice.between(2, 14); z < to; z += dice.between(18, 28)) raiseLamp(stage, dice, { x, z }, side);
  for (let z = from + dice.between(3, 16); z < Math.min(to, FAR); z += dice.between(9, 26))
    raiseSign(stage, dice, { x, z });
  if (trees) {
    for (let z = from + dice.between(3, 12); z < to - 2; z += dice.between(7, 15))
      plantTree(stage, dice, { x: x + side * 0.3, z, height: dice.between(4.5, 9) });
  }
  if (dice.chance(0.3)) for (let z = from + 5; z < from + 18; z += 1.6) raiseBollard(stage, { x: x - side * 0.1, z });
  else if (dice.chance(0.5)) {
    const long = Math.min(to - from - 3, dice.between(6, 16));
    if (long > 2)
      raiseFence(stage, dice, {
        corner: [x, KERB, from + dice.between(2, 4)],
        across: [0, 0, long],
        isRailing: dice.chance(0.6),
      });
  }
  for (let z = from + dice.between(3, 20); z < to; z += dice.between(15, 40))
    placeBin(stage, { x: x + side * (street.sidewalk - 1), z });
}

function placeBin(stage: Stage, { x, z }: Foot): void {
  const [half, high] = [0.28, 1.05];
  const face = { up: [0, high, 0] as const, class: classOf.litter };
  const paint = (colour: number) => (dab: Parameters<typeof setColour>[0], _: number, v: number) => {
    setColour(dab, v > high - 0.14 ? [0.12, 0.13, 0.13] : [0.2, 0.26, 0.2], colour);
    return true;
  };
  stage.add({ ...face, corner: [x - half, KERB, z], across: [2 * half, 0, 0], paint: paint(1) });
  for (const side of SIDES)
    stage.add({ ...face, corner: [x + side * half, KERB, z], across: [0, 0, 0.6], paint: paint(0.8) });
  stage.castShadow({ x, z: z + 0.3, acrossRadius: half, alongRadius: 0.35 });
}

function park(stage: Stage, street: Street, dice: Dice, { side, from, to }: Stretch): void {
  for (let z = from + dice.between(0, 5); z < to; z += dice.between(5.4, 9)) {
    if (dice.chance(0.25)) continue;
    const parking = { x: kerbOf(street, side) - side * 1.1, z, isOncoming: side !== street.drivingSide };
    if (dice.chance(0.08)) parkTruck(stage, dice, { ...parking, x: parking.x - side * 0.15 });
    else parkCar(stage, dice, parking);
  }
}

/** Cars ahead and oncoming ones, and bicycles between them and the kerb. */
function drive(stage: Stage, street: Street, dice: Dice): void {
  const { middle, half, drivingSide, end } = street;
  for (const isOncoming of [false, true]) {
    const side = isOncoming ? (-drivingSide as StreetSide) : drivingSide;
    const lane = Math.max(1.3, 0.36 * half);
    for (let z = dice.between(9, 26); z < end; z += dice.between(12, 40)) {
      if (dice.chance(0.35)) continue;
      const parking = { x: middle + side * lane, z, isOncoming };
      if (dice.chance(0.12)) parkTruck(stage, dice, parking);
      else parkCar(stage, dice, parking);
    }
    for (let z = dice.between(5, 18); z < FAR; z += dice.between(8, 24))
      if (dice.chance(0.6)) placeCyclist(stage, dice, { x: middle + side * Math.max(0.6, half - 2.6), z });
  }
}

function walk(stage: Stage, street: Street, dice: Dice, { side, from, to }: Stretch): void {
  const free = street.sidewalk - 1.2;
  const crowd = dice.between(3, 14);
  for (let z = from + dice.between(0, 5); z < Math.min(to, FAR); z += dice.between(0.8, crowd)) {
    const x = kerbOf(street, side) + side * (0.9 + dice.between(0, free));
    placePerson(stage, dice, { x, z }, KERB);
    if (dice.chance(0.3)) placePerson(stage, dice, { x: x + 0.6 * side, z: z + 0.2 }, KERB);
  }
}

/** Lights at the street that crosses, and people on the stripes before it. */
function cross(stage: Stage, street: Street, dice: Dice): void {
  const { crossing, middle, half } = street;
  if (crossing === undefined) return;
  const z = crossing.from - 3;
  if (dice.chance(0.75))
    for (const side of SIDES) raiseTrafficLight(stage, dice, { x: kerbOf(street, side) + side * 0.5, z: z - 2 });
  for (let person = dice.below(4); person > 0; person -= 1)
    placePerson(stage, dice, { x: middle + dice.between(-half, half), z: z + dice.between(-1, 1) }, 0);
}
