/** Makes a picture of what was painted three times as large: averaged, darker towards the corners, grainy, in eight bits. */
import type { Canvas } from "./canvas.js";
import type { Dice } from "./dice.js";
import { hash } from "./noise.js";

/** So many samples each way are one pixel. */
export const FINER = 3;

export interface Film {
  /** Of the picture in the middle, of 1: a camera sees to it. */
  readonly exposure: number;
  /** Of red, green and blue. */
  readonly gains: readonly number[];
  /** The deviation of its noise, of 255. */
  readonly grain: number;
  readonly vignette: number;
  readonly seed: number;
}

export function drawFilm(dice: Dice): Film {
  return {
    exposure: dice.between(0.4, 0.5),
    gains: [dice.between(0.96, 1.04), 1, dice.between(0.95, 1.05)],
    grain: dice.between(1.5, 5),
    vignette: dice.between(0.05, 0.25),
    seed: dice.below(2 ** 20),
  };
}

/** Red, green and blue of each pixel. */
export function developColours(
  { colours, camera }: Canvas,
  { exposure, gains, grain, vignette, seed }: Film,
): Uint8Array {
  const [width, height] = [camera.width / FINER, camera.height / FINER];
  const picture = new Uint8Array(3 * width * height);
  const mean = colours.reduce((sum, each) => sum + each, 0) / colours.length;
  const gain = Math.min(1.7, Math.max(0.8, exposure / mean));
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [x, y] = [(2 * (column + 0.5)) / width - 1, (2 * (row + 0.5)) / height - 1];
      const light = 1 - vignette * 0.5 * (x * x + y * y);
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let down = 0; down < FINER; down += 1) {
          const start = ((row * FINER + down) * camera.width + column * FINER) * 3 + channel;
          for (let across = 0; across < FINER; across += 1) sum += Math.min(1.2, colours[start + 3 * across]!);
        }
        const noise = grain * deviate(column * 3 + channel, row, seed);
        const value = (255 * sum * gain * gains[channel]! * light) / (FINER * FINER) + noise;
        picture[(row * width + column) * 3 + channel] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
  return picture;
}

/** By pixel the sample whose number most of its samples have, the first of them where it is shared: one that is nearest to the middle. */
export function chosenSamples(
  samples: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Uint32Array {
  const across = width / FINER;
  const inPixel = OFFSETS.map(([down, right]) => down * width + right);
  const votes = new Uint8Array(256);
  return Uint32Array.from({ length: across * (height / FINER) }, (_, pixel) => {
    const start = Math.floor(pixel / across) * FINER * width + (pixel % across) * FINER;
    let chosen = start + inPixel[0]!;
    for (const offset of inPixel) votes[samples[start + offset]!] = 0;
    for (const offset of inPixel) votes[samples[start + offset]!]! += 1;
    for (const offset of inPixel)
      if (votes[samples[start + offset]!]! > votes[samples[chosen]!]!) chosen = start + offset;
    return chosen;
  });
}

/** Rows and columns of a pixel's samples, from its middle outwards. */
const OFFSETS = Array.from(
  { length: FINER * FINER },
  (_, index) => [Math.floor(index / FINER), index % FINER] as const,
).toSorted((a, b) => fromMiddle(a) - fromMiddle(b));

function fromMiddle([down, right]: readonly [number, number]): number {
  return Math.hypot(down - (FINER - 1) / 2, right - (FINER - 1) / 2);
}

/** Near enough to a normal number of deviation 1: the sum of three uniform ones. */
function deviate(x: number, y: number, seed: number): number {
  return 2 * (hash(x, y, seed) + hash(x, y, seed + 1) + hash(x, y, seed + 2)) - 3;
}
