import { expect, test } from "vitest";
import { cameraOf } from "./camera.js";
import { Canvas, type PaintedPlace, type ScenePanel } from "./canvas.js";

/** As large as what the camera sees, so many metres away. */
function wall(depth: number, classNumber: number, red: number, painted: PaintedPlace = true): ScenePanel {
  return {
    corner: [-10 * depth, -10 * depth, depth],
    across: [20 * depth, 0, 0],
    up: [0, 20 * depth, 0],
    class: classNumber,
    thing: classNumber,
    paint: (dab) => {
      [dab.red, dab.green, dab.blue] = [red, 0, 0];
      return painted;
    },
  };
}

const onCanvas = (...panels: readonly ScenePanel[]) => {
  const camera = cameraOf({ width: 2, height: 2, eye: [0, 0, 0], yaw: 0, pitch: 0, roll: 0 });
  const canvas = new Canvas(camera, { colour: [0, 0, 0], reach: Number.POSITIVE_INFINITY });
  for (const panel of panels) canvas.paintPanel(panel);
  canvas.paintBackground(9, (dab) => {
    dab.red = 0.9;
  });
  return [canvas.colours[0], canvas.classes[0], canvas.things[0]].map((value) => Math.round(10 * value!) / 10);
};

test("What is nearest is seen and labelled, in whichever order it comes", () => {
  const [near, far] = [wall(2, 1, 0.1), wall(5, 2, 0.2)];
  expect([onCanvas(near, far), onCanvas(far, near)]).toEqual([
    [0.1, 1, 1],
    [0.1, 1, 1],
  ]);
  expect(onCanvas()).toEqual([0.9, 9, 0]);
});

test("What is seen through something is labelled as that", () => {
  const [near, middle, far] = [wall(2, 1, 0.1), wall(3, 2, 0.2, "through"), wall(5, 3, 0.3)];
  for (const panels of [
    [middle, far],
    [far, middle],
  ])
    expect(onCanvas(...panels)).toEqual([0.3, 2, 2]);
  expect(onCanvas(middle)).toEqual([0.9, 2, 2]);
  expect(onCanvas(middle, near, far)).toEqual([0.1, 1, 1]);
  expect(onCanvas(wall(2, 1, 0.1, false), far)).toEqual([0.3, 3, 3]);
});
