/** What a scene is made of, and the ids that data sets give it. */

interface SceneClass {
  /** In SegNet's release of CamVid, whose eleven classes are merged from 32: walls are buildings, lights signs, grass trees. */
  readonly camvid: number;
  readonly cityscapes: number;
  /** Whether each has a number of its own in instance maps. */
  readonly isThing?: boolean;
}

const CLASSES = {
  sky: { camvid: 0, cityscapes: 23 },
  building: { camvid: 1, cityscapes: 11 },
  wall: { camvid: 1, cityscapes: 12 },
  pole: { camvid: 2, cityscapes: 17 },
  road: { camvid: 3, cityscapes: 7 },
  sidewalk: { camvid: 4, cityscapes: 8 },
  tree: { camvid: 5, cityscapes: 21 },
  terrain: { camvid: 5, cityscapes: 22 },
  sign: { camvid: 6, cityscapes: 20 },
  light: { camvid: 6, cityscapes: 19 },
  fence: { camvid: 7, cityscapes: 13 },
  car: { camvid: 8, cityscapes: 26, isThing: true },
  truck: { camvid: 8, cityscapes: 27, isThing: true },
  person: { camvid: 9, cityscapes: 24, isThing: true },
  rider: { camvid: 10, cityscapes: 25, isThing: true },
  bicycle: { camvid: 10, cityscapes: 33, isThing: true },
  /** Bins, which no class stands for. */
  litter: { camvid: 11, cityscapes: 4 },
} as const satisfies Readonly<Record<string, SceneClass>>;

export type SceneClassName = keyof typeof CLASSES;

/** In the order of their numbers within a scene. */
export const SCENE_CLASSES = Object.keys(CLASSES) as readonly SceneClassName[];

export const classOf = Object.fromEntries(SCENE_CLASSES.map((name, position) => [name, position])) as Readonly<
  Record<SceneClassName, number>
>;

export function idsOf(name: SceneClassName): SceneClass {
  return CLASSES[name];
}
