/** Railings that one sees through, and fences of planks. */
import { type Painter, setColour } from "./canvas.js";
import { classOf } from "./classes.js";
import type { Dice } from "./dice.js";
import { hash } from "./noise.js";
import type { Stage } from "./stage.js";
import type { Colour, Vector } from "./vector.js";

/** Along `across`, from a corner on the ground. */
export function raiseFence(
  stage: Stage,
  dice: Dice,
  { corner, across, isRailing = dice.chance(0.5) }: { corner: Vector; across: Vector; isRailing?: boolean },
): void {
  const height = isRailing ? dice.between(0.95, 1.25) : dice.between(1.1, 1.9);
  const paint = isRailing ? railing(dice, height) : planks(dice, height);
  stage.add({ corner, across, up: [0, height, 0], class: classOf.fence, paint });
}

function railing(dice: Dice, height: number): Painter {
  const colour: Colour = dice.pick<Colour>([
    [0.12, 0.14, 0.14],
    [0.5, 0.52, 0.54],
    [0.12, 0.25, 0.18],
  ]);
  const gap = dice.between(0.1, 0.16);
  return (dab, u, v) => {
    const isRail = v > height - 0.06 || (v > 0.1 && v < 0.15);
    const isPost = u % 1.8 < 0.07;
    if (!isRail && !isPost && u % gap > 0.03) return v < 0.1 ? false : "through";
    setColour(dab, colour, isRail ? 1.25 : 1);
    return true;
  };
}

function planks(dice: Dice, height: number): Painter {
  const colour: Colour = dice.pick<Colour>([
    [0.5, 0.36, 0.23],
    [0.42, 0.36, 0.3],
    [0.75, 0.74, 0.7],
  ]);
  const [width, seed] = [dice.between(0.1, 0.18), dice.below(2 ** 20)];
  return (dab, u, v) => {
    const plank = Math.floor(u / width);
    if (v > height - 0.08 * hash(plank, 1, seed)) return false;
    const edge = u / width - plank < 0.1 ? 0.55 : 1;
    setColour(dab, colour, edge * (0.75 + 0.35 * hash(plank, 0, seed)));
    return true;
  };
}
