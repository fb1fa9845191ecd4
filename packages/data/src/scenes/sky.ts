/** Sky and sun of one day. */
import { type Haze, type Dab, setColour } from "./canvas.js";
import type { Dice } from "./dice.js";
import { cloudy, mix, step } from "./noise.js";
import type { Sun } from "./stage.js";
import { type Colour, type Vector, unit } from "./vector.js";

export interface Day {
  readonly sun: Sun;
  readonly haze: Haze;
  readonly paintSky: (dab: Dab, direction: Vector) => void;
}

export function drawDay(dice: Dice): Day {
  /** 0 a clear sky, 1 an overcast one. */
  const cover = dice.chance(0.35) ? 1 : dice.between(0, 0.7);
  const elevation = dice.between(0.4, 1.1);
  const turn = dice.between(0, 2 * Math.PI);
  const flat = Math.cos(elevation);
  const towards = unit([flat * Math.cos(turn), Math.sin(elevation), flat * Math.sin(turn)]);
  const horizon: Colour = cover === 1 ? [0.82, 0.83, 0.85] : [0.8, 0.86, 0.92];
  const zenith: Colour = cover === 1 ? [0.7, 0.72, 0.75] : [0.36, 0.55, 0.82];
  const seed = dice.below(2 ** 20);
  return {
    sun: { towards, direct: cover === 1 ? 0.12 : mix(0.75, 0.5, cover), ambient: cover === 1 ? 0.78 : 0.5 },
    haze: { colour: horizon, reach: dice.between(250, 700) },
    paintSky: (dab, direction) => {
      const [x, y, z] = unit(direction);
      const up = Math.max(0, y);
      const height = 0.12 + up;
      const share = Math.min(1, 1.6 * up);
      const clouds = cloudy((2 * x) / height, (2 * z) / height, seed);
      const cloud = cover === 1 ? 0.35 * clouds : step(0.75 - 0.45 * cover, 1 - 0.3 * cover, clouds) * step(0, 0.1, up);
      const colour: Colour = [0, 1, 2].map((each) =>
        mix(mix(horizon[each]!, zenith[each]!, share), cover === 1 ? 0.88 : 0.96, cloud),
      ) as unknown as Colour;
      setColour(dab, colour);
    },
  };
}
