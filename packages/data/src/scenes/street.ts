/** The measures of a street, in metres. */
import type { Dice } from "./dice.js";
import type { Vector } from "./vector.js";

export interface Street {
  /** Of the road's middle; the camera is near 0. */
  readonly middle: number;
  /** Half its width. */
  readonly half: number;
  readonly sidewalk: number;
  /** Which side one drives on: 1 right, -1 left. */
  readonly drivingSide: 1 | -1;
  /** Where houses begin and the street ends. */
  readonly end: number;
  /** Along the street, where another crosses it. */
  readonly crossing: { readonly from: number; readonly to: number } | undefined;
  readonly eye: Vector;
  readonly seed: number;
}

/** What all scenes of a seed share, which are seen from one car in one country. */
export interface Journey {
  readonly drivingSide: Street["drivingSide"];
  readonly eyeHeight: number;
  /** Radians upwards that the camera looks. */
  readonly pitch: number;
}

export function drawJourney(dice: Dice): Journey {
  return {
    drivingSide: dice.chance(0.5) ? 1 : -1,
    eyeHeight: dice.between(1.25, 1.75),
    pitch: dice.between(-0.04, 0.02),
  };
}

/** How high sidewalks are. */
export const KERB = 0.13;
export const SIDES = [-1, 1] as const;
export type StreetSide = (typeof SIDES)[number];

export function drawStreet(dice: Dice, { drivingSide, eyeHeight }: Journey): Street {
  const half = dice.between(3.4, 6.5);
  const at = dice.between(24, 60);
  return {
    middle: -drivingSide * half * dice.between(0.3, 0.55),
    half,
    sidewalk: dice.between(2.2, 4.2),
    drivingSide,
    end: dice.between(75, 130),
    crossing: dice.chance(0.6) ? { from: at, to: at + dice.between(6, 9) } : undefined,
    eye: [0, eyeHeight * dice.between(0.98, 1.02), 0],
    seed: dice.below(2 ** 20),
  };
}

/** Where the road ends on a side. */
export function kerbOf({ middle, half }: Street, side: StreetSide): number {
  return middle + side * half;
}

/** Where the houses stand on a side. */
export function frontOf(street: Street, side: StreetSide): number {
  return kerbOf(street, side) + side * street.sidewalk;
}

/** Stretches along the street between the streets that cross it. */
export function blocksOf({ crossing, end }: Street): readonly (readonly [from: number, to: number])[] {
  const start = -2;
  return crossing === undefined
    ? [[start, end]]
    : [
        [start, crossing.from],
        [crossing.to, end],
      ];
}
