/** Data sets of scenes, laid out as others lay out photographs. */
import { join } from "node:path";
import type { Size } from "@linknet-kit/core";
import { type FileKind, type FileToWrite, writeFileAtomically, writeFilesAtomically } from "@linknet-kit/base/files";
import { SPLITS, type Split } from "../dataSet.js";
import { cityscapesPaths } from "../layouts/cityscapes.js";
import { encodeNumberMap, encodePicture } from "../png/encodePng.js";
import { type Scene, renderScene } from "./renderScene.js";
import { camvidLabels, cityscapesInstances, cityscapesLabels } from "./sceneLabels.js";

export interface SceneSetOptions {
  readonly size: Size;
  readonly seed: number;
  /** How many of each split; more of one leave the others as they are. */
  readonly examples: Readonly<Partial<Record<Split, number>>>;
  /** Called before each scene. */
  readonly onScene?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

const NOTE = "street scene by linknet-kit";
const sceneFile: FileKind = {
  name: "street scene of linknet-kit",
  isOurs: ({ tail }) => Buffer.from(tail).includes(NOTE, 0, "latin1"),
};
const listFile: FileKind = {
  name: "list of street scenes of linknet-kit",
  isOurs: ({ head }) => /^(train|val|test)\/scene_\d+\.png /.test(Buffer.from(head).toString("latin1")),
};

/** As SegNet's release of CamVid: `train`, `trainannot`, `train.txt`. Folders are made; files of others are never replaced. */
export async function writeCamvidScenes(folder: string, options: SceneSetOptions): Promise<void> {
  const lists = new Map<Split, string[]>();
  for await (const { scene, split, number } of scenesOf(options)) {
    const name = `scene_${String(number).padStart(6, "0")}.png`;
    const [image, labels] = [`${split}/${name}`, `${split}annot/${name}`];
    const list = lists.get(split) ?? [];
    lists.set(split, list);
    list.push(`${image} ${labels}\n`);
    await write(options, [
      { path: join(folder, image), kind: sceneFile, content: encodePicture(scene, scene.colours, NOTE) },
      { path: join(folder, labels), kind: sceneFile, content: encodeNumberMap(scene, camvidLabels(scene), NOTE) },
    ]);
  }
  for (const [split, lines] of lists)
    await writeFileAtomically({ path: join(folder, `${split}.txt`), kind: listFile, content: lines.join("") }, options);
}

/** As Cityscapes: `leftImg8bit` and `gtFine`, with labels and instances; the city is called `scenes`. */
export async function writeCityscapesScenes(folder: string, options: SceneSetOptions): Promise<void> {
  for await (const { scene, split, number } of scenesOf(options)) {
    const frame = `scenes_${String(number).padStart(6, "0")}_000000`;
    const { image, labels, instances } = cityscapesPaths(folder, split, "scenes", frame);
    await write(options, [
      { path: image, kind: sceneFile, content: encodePicture(scene, scene.colours, NOTE) },
      { path: instances!, kind: sceneFile, content: encodeNumberMap(scene, cityscapesInstances(scene), NOTE) },
      { path: labels, kind: sceneFile, content: encodeNumberMap(scene, cityscapesLabels(scene), NOTE) },
    ]);
  }
}

async function write({ signal }: SceneSetOptions, files: readonly FileToWrite[]): Promise<void> {
  await writeFilesAtomically(files, { makeFolders: true, signal });
}

async function* scenesOf({ size, seed, examples, onScene, signal }: SceneSetOptions) {
  const all = SPLITS.reduce((sum, split) => sum + (examples[split] ?? 0), 0);
  let done = 0;
  for (const [position, split] of SPLITS.entries()) {
    for (let number = 0; number < (examples[split] ?? 0); number += 1) {
      signal?.throwIfAborted();
      onScene?.(done, all);
      done += 1;
      // Every third scene is of a split, so that none changes with how many there are.
      const scene: Scene = renderScene(size, seed, SPLITS.length * number + position);
      yield { scene, split, number };
    }
  }
}
