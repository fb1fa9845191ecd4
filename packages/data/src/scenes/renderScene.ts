/** A street scene of its own for every seed and number: a picture with the right label and thing at every pixel. */
import type { Size } from "@linknet-kit/core";
import { InvalidSceneError } from "../errors.js";
import { cameraOf } from "./camera.js";
import { Canvas } from "./canvas.js";
import { classOf } from "./classes.js";
import { FINER, chosenSamples, developColours, drawFilm } from "./develop.js";
import { Dice } from "./dice.js";
import { layGround } from "./ground.js";
import { buildHouses } from "./houses.js";
import { drawDay } from "./sky.js";
import { Stage } from "./stage.js";
import { drawJourney, drawStreet } from "./street.js";
import { fillStreet } from "./traffic.js";
import { add, dot, times } from "./vector.js";
import type { ScenePanel } from "./canvas.js";

export interface Scene extends Size {
  /** Red, green and blue of each pixel. */
  readonly colours: Uint8Array;
  /** Positions in `SCENE_CLASSES`. */
  readonly classes: Uint8Array;
  /** Which of the things of its class a pixel belongs to, from 1 on; 0 for what is none. */
  readonly things: Uint16Array;
}

const MOST_SIDE = 4096;

export interface SceneView extends Size {
  /** Degrees from the left to the right: how near things seem. That of the same lens for all sizes unless given, 58 where sides are as 4 to 3. */
  readonly fieldOfView?: number | undefined;
}

const MOST_DEGREES = 120;

/** An `InvalidSceneError` where no scene is seen so. */
export function checkView({ width, height, fieldOfView = MOST_DEGREES }: SceneView): void {
  if (![width, height].every((side) => Number.isInteger(side) && side > 0 && side <= MOST_SIDE))
    throw new InvalidSceneError({ problem: `a scene is 1x1 to ${MOST_SIDE}x${MOST_SIDE}, not ${width}x${height}` });
  if (!(fieldOfView >= 1 && fieldOfView <= MOST_DEGREES))
    throw new InvalidSceneError({ problem: `a scene is seen at 1 to ${MOST_DEGREES} degrees, not at ${fieldOfView}` });
}

/** Scene number `index` of a seed; it is the same street at every size. An `InvalidSceneError` where it has none. */
export function renderScene(view: SceneView, seed: number, index: number): Scene {
  checkView(view);
  const { width, height, fieldOfView } = view;
  const dice = new Dice(seed, `scene ${index}`);
  const journey = drawJourney(new Dice(seed, "journey"));
  const street = drawStreet(dice, journey);
  const day = drawDay(dice);
  const stage = new Stage(street.eye, day.sun);
  buildHouses(stage, street, dice);
  fillStreet(stage, street, dice);
  layGround(stage, street, dice);
  const camera = cameraOf({
    width: FINER * width,
    height: FINER * height,
    eye: street.eye,
    yaw: dice.between(-0.06, 0.06),
    pitch: journey.pitch + dice.between(-0.012, 0.012),
    roll: dice.between(-0.012, 0.012),
    fieldOfView,
  });
  const canvas = new Canvas(camera, day.haze);
  const nearest = (panel: ScenePanel): number => {
    const middle = add(panel.corner, times(add(panel.across, panel.up), 0.5));
    return dot(add(middle, times(street.eye, -1)), camera.forward);
  };
  for (const panel of stage.panels.toSorted((a, b) => nearest(a) - nearest(b))) canvas.paintPanel(panel);
  canvas.paintBackground(classOf.sky, day.paintSky);
  const chosen = chosenSamples(canvas.classes, camera);
  return {
    width,
    height,
    colours: developColours(canvas, drawFilm(dice)),
    classes: Uint8Array.from(chosen, (sample) => canvas.classes[sample]!),
    things: Uint16Array.from(chosen, (sample) => canvas.things[sample]!),
  };
}
