import { describe, expect, test } from "vitest";
import { camvid, cityscapes, Evaluation } from "@linknet-kit/metrics";
import { chosenSamples } from "./develop.js";
import { SCENE_CLASSES, classOf, idsOf } from "./classes.js";
import { type Scene, renderScene } from "./renderScene.js";
import { camvidLabels, cityscapesInstances, cityscapesLabels } from "./sceneLabels.js";

const size = { width: 96, height: 72 };
const scenes = Array.from({ length: 6 }, (_, index) => renderScene(size, 7, index));

const shareOf = ({ classes }: Scene, name: keyof typeof classOf) =>
  classes.filter((each) => each === classOf[name]).length / classes.length;

test("A scene is the same for the same seed and number, and another for others", () => {
  expect(renderScene(size, 7, 0)).toEqual(scenes[0]);
  for (const other of [renderScene(size, 8, 0), scenes[1]!]) expect(other.classes).not.toEqual(scenes[0]!.classes);
});

test("A scene has any size that has pixels", () => {
  for (const [width, height] of [
    [1, 1],
    [7, 3],
    [5, 40],
  ] as const)
    expect(renderScene({ width, height }, 1, 0).colours).toHaveLength(3 * width * height);
  for (const width of [0, 1.5, 5000, Number.NaN])
    expect(() => renderScene({ width, height: 1 }, 1, 0)).toThrow("a scene is 1x1 to 4096x4096");
  for (const fieldOfView of [0, 121, Number.NaN])
    expect(() => renderScene({ ...size, fieldOfView }, 1, 0)).toThrow("a scene is seen at 1 to 120 degrees");
});

test("A narrow field of view shows the middle of a wide one", () => {
  const degrees = (slope: number) => (Math.atan(slope) * 360) / Math.PI;
  const [wide, narrow] = [0.6, 0.3].map((slope) => renderScene({ ...size, fieldOfView: degrees(slope) }, 7, 2));
  const { width, height } = size;
  const pixels = [...narrow!.classes.keys()];
  const same = pixels.filter((pixel) => {
    const [column, row] = [pixel % width, Math.floor(pixel / width)];
    const [x, y] = [width / 4 + Math.floor(column / 2), height / 4 + Math.floor(row / 2)];
    return narrow!.classes[pixel] === wide!.classes[y * width + x];
  });
  expect(same.length / pixels.length).toBeGreaterThan(0.85);
});

test("A pixel is of the class that most of its samples have, those near its middle where it is shared", () => {
  // Two pixels of 3 x 3 samples each.
  const samples = Uint8Array.from(
    [
      [4, 4, 1, 7, 7, 2],
      [1, 1, 4, 7, 2, 2],
      [4, 1, 4, 7, 2, 7],
    ].flat(),
  );
  const chosen = chosenSamples(samples, { width: 6, height: 3 });
  expect([...chosen].map((sample) => samples[sample])).toEqual([4, 7]);
  const shared = chosenSamples(Uint8Array.of(1, 1, 3, 1, 5, 5, 3, 3, 5), { width: 3, height: 3 });
  expect([...shared]).toEqual([4]);
});

test("Scenes are streets: road below, sky or what reaches into it above, and all eleven classes among a few", () => {
  for (const scene of scenes) {
    expect(shareOf(scene, "road")).toBeGreaterThan(0.15);
    expect(shareOf(scene, "building")).toBeGreaterThan(0.02);
    const bottom = scene.classes.subarray(-size.width);
    expect(bottom.filter((each) => each === classOf.road).length).toBeGreaterThan(size.width / 3);
    expect(scene.classes.subarray(0, size.width).every((each) => each !== classOf.road)).toBe(true);
  }
  const labels = new Set(scenes.flatMap((scene) => [...camvidLabels(scene)]));
  expect([...labels].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test("Colours are of what is labelled: sky is brighter than road in every scene, and no class is one colour", () => {
  const brightness = (scene: Scene, name: "sky" | "road") => {
    const green = [...scene.classes.keys()].filter((pixel) => scene.classes[pixel] === classOf[name]);
    const values = green.map((pixel) => scene.colours[3 * pixel + 1]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, values: new Set(values).size };
  };
  for (const scene of scenes) {
    const [sky, road] = [brightness(scene, "sky"), brightness(scene, "road")];
    expect(sky.mean).toBeGreaterThan(road.mean);
    expect(road.values).toBeGreaterThan(20);
  }
});

describe("Things", () => {
  test("have a number each, and nothing else has one", () => {
    const mayHave = SCENE_CLASSES.map((name) => idsOf(name).isThing === true);
    for (const { classes, things } of scenes)
      expect(things.findIndex((thing, pixel) => thing > 0 !== mayHave[classes[pixel]!])).toBe(-1);
  });

  test("are numbered as Cityscapes does it, by which a scene scores all of itself", () => {
    const evaluation = new Evaluation(cityscapes);
    for (const scene of scenes) {
      const map = { file: "a.png", ...size, data: cityscapesLabels(scene) };
      evaluation.add({ truth: map, prediction: map, instances: { ...map, data: cityscapesInstances(scene) } });
    }
    const { meanIou, meanInstanceIou } = evaluation.scores();
    expect([meanIou, meanInstanceIou]).toEqual([1, 1]);
    const row = { ...scenes[0]!, classes: Uint8Array.of(classOf.car, classOf.road), things: Uint16Array.of(2, 0) };
    expect([...cityscapesInstances(row)]).toEqual([26001, 7]);
  });
});

test("Ids are labels of both data sets", () => {
  const names = (set: typeof camvid, id: number) => set.labels.find((label) => label.id === id)?.name;
  expect(SCENE_CLASSES.map((name) => names(camvid, idsOf(name).camvid))).not.toContain(undefined);
  expect(names(cityscapes, idsOf("light").cityscapes)).toBe("traffic light");
  expect(names(camvid, idsOf("truck").camvid)).toBe("car");
  expect(names(cityscapes, idsOf("litter").cityscapes)).toBe("static");
});
