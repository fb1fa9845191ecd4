/** Trees: a trunk, and a crown of ragged tufts that the sky is seen through. */
import { type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import { cloudy, hash, noise } from "./noise.js";
import type { Stage } from "./stage.js";
import type { Colour, Vector } from "./vector.js";

const GREENS: readonly Colour[] = [
  [0.26, 0.38, 0.14],
  [0.33, 0.42, 0.16],
  [0.2, 0.32, 0.15],
  [0.42, 0.4, 0.16],
];

export function plantTree(
  stage: Stage,
  dice: Dice,
  { x, z, height }: { readonly x: number; readonly z: number; readonly height: number },
): void {
  const [radius, girth] = [height * dice.between(0.22, 0.32), 0.12 + 0.022 * height];
  const seed = dice.below(2 ** 20);
  stage.add({
    corner: [x - girth / 2, 0, z],
    across: [girth, 0, 0],
    up: [0, 0.75 * height, 0],
    class: classOf.tree,
    paint: (dab, u, v) => {
      const round = 1 - Math.abs((2 * u) / girth - 1) ** 2;
      setColour(dab, [0.34, 0.28, 0.22], (0.45 + 0.6 * round) * (0.7 + 0.6 * noise(30 * u, 3 * v, seed)));
      return true;
    },
  });
  const green = dice.pick(GREENS);
  const tufts = 6 + dice.below(4);
  for (let tuft = 0; tuft < tufts; tuft += 1) {
    const [turn, lift] = [dice.between(0, 2 * Math.PI), dice.between(-0.8, 0.9)];
    const spread = radius * 0.62 * Math.sqrt(1 - lift * lift * 0.8);
    const centre: Vector = [x + spread * Math.cos(turn), 0.68 * height + radius * lift, z + spread * Math.sin(turn)];
    hangTuft(stage, dice, { centre, radius: radius * dice.between(0.55, 0.8), green, brightness: 0.85 + 0.25 * lift });
  }
  stage.castShadow({ x, z, acrossRadius: radius, alongRadius: radius });
}

function hangTuft(
  stage: Stage,
  dice: Dice,
  { centre, radius, green, brightness }: { centre: Vector; radius: number; green: Colour; brightness: number },
): void {
  const [x, y, z] = centre;
  const wide = 1.25 * radius;
  stage.add({
    corner: [x - wide, y - wide, z],
    across: [2 * wide, 0, 0],
    up: [0, 2 * wide, 0],
    class: classOf.tree,
    light: brightness * (stage.sun.ambient + 0.6 * stage.sun.direct),
    paint: leaves(dice.below(2 ** 20), green, { wide, radius, sunX: stage.sun.towards[0] }),
  });
}

function leaves(
  seed: number,
  green: Colour,
  { wide, radius, sunX }: { wide: number; radius: number; sunX: number },
): Painter {
  return (dab, u, v, depth) => {
    const [right, up] = [(u - wide) / radius, (v - wide) / radius];
    const away = Math.hypot(right, up) + 0.7 * (cloudy(2.2 * u, 2.2 * v, seed) - 0.5);
    if (away > 1) return false;
    const twigs = noise(7 * u, 7 * v, seed + 7);
    if (away > 0.6 && twigs < 0.9 * (away - 0.6)) return "through";
    const leaf = depth < 30 ? hash(Math.floor(22 * u), Math.floor(22 * v), seed) - 0.5 : 0;
    const light = 0.8 + 0.3 * up + 0.2 * sunX * right + 0.55 * (cloudy(3 * u, 3 * v, seed + 3) - 0.5) + 0.35 * leaf;
    setColour(dab, green, Math.max(0.25, light));
    return true;
  };
}
