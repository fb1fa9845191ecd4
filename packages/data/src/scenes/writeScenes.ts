/** Data sets of scenes, laid out as others lay out photographs. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type FileKind, writeFileAtomically, writeFilesAtomically } from "@linknet-kit/base/files";
import { SPLITS, type Split } from "../dataSet.js";
import { cityscapesPaths } from "../layouts/cityscapes.js";
import { encodeNumberMap, encodePicture } from "../png/encodePng.js";
import { type SceneDrawing, type SceneLayout, writeRecord } from "../sceneRecord.js";
import { type Scene, renderScene } from "./renderScene.js";
import { camvidLabels, cityscapesInstances, cityscapesLabels } from "./sceneLabels.js";

export interface SceneSetOptions extends SceneDrawing {
  /** Whether scenes whose files are there are not drawn again; they are unless it says so. */
  readonly keepsWhatIsThere?: boolean;
  /** Called before each scene that is drawn, of all that are. */
  readonly onScene?: (done: number, all: number) => void;
  readonly signal?: AbortSignal | undefined;
}

interface ScenePlace {
  readonly folder: string;
  readonly split: Split;
  /** Of six digits. */
  readonly number: string;
}

interface SceneFile {
  readonly path: string;
  readonly encode: (scene: Scene) => Uint8Array;
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

const picture = (scene: Scene) => encodePicture(scene, scene.colours, NOTE);
const map = (numbers: (scene: Scene) => Uint8Array | Uint16Array) => (scene: Scene) =>
  encodeNumberMap(scene, numbers(scene), NOTE);

const FILES: Readonly<Record<SceneLayout, (place: ScenePlace) => readonly SceneFile[]>> = {
  camvid: ({ folder, split, number }) => [
    { path: join(folder, `${split}annot`, `scene_${number}.png`), encode: map(camvidLabels) },
    { path: join(folder, split, `scene_${number}.png`), encode: picture },
  ],
  cityscapes: ({ folder, split, number }) => {
    const { image, labels, instances } = cityscapesPaths(folder, split, "scenes", `scenes_${number}_000000`);
    return [
      { path: instances!, encode: map(cityscapesInstances) },
      { path: labels, encode: map(cityscapesLabels) },
      { path: image, encode: picture },
    ];
  },
};

/** Folders are made; files of others are never replaced. Answers how many scenes were drawn. */
export async function writeScenes(folder: string, layout: SceneLayout, options: SceneSetOptions): Promise<number> {
  const { size, fieldOfView, seed, onScene, signal, keepsWhatIsThere = false } = options;
  await writeRecord(folder, layout, options);
  const all = scenesOf(folder, options);
  const there = await Promise.all(
    all.map(async ({ place }) => keepsWhatIsThere && (await areThere(FILES[layout](place)))),
  );
  const missing = all.filter((_, position) => there[position] === false);
  for (const [done, { place, index }] of missing.entries()) {
    signal?.throwIfAborted();
    onScene?.(done, missing.length);
    const scene = renderScene({ ...size, fieldOfView }, seed, index);
    const files = FILES[layout](place).map(({ path, encode }) => ({ path, kind: sceneFile, content: encode(scene) }));
    await writeFilesAtomically(files, { makeFolders: true, signal });
  }
  if (layout === "camvid") await writeLists(folder, options);
  return missing.length;
}

export async function writeCamvidScenes(folder: string, options: SceneSetOptions): Promise<void> {
  await writeScenes(folder, "camvid", options);
}

export async function writeCityscapesScenes(folder: string, options: SceneSetOptions): Promise<void> {
  await writeScenes(folder, "cityscapes", options);
}

function scenesOf(folder: string, { examples }: SceneSetOptions) {
  return SPLITS.flatMap((split, position) =>
    Array.from({ length: examples[split] ?? 0 }, (_, number) => ({
      place: { folder, split, number: String(number).padStart(6, "0") },
      // Every third scene is of a split, so that none changes with how many there are.
      index: SPLITS.length * number + position,
    })),
  );
}

async function areThere(files: readonly SceneFile[]): Promise<boolean> {
  const stats = await Promise.all(files.map(async ({ path }) => await stat(path).catch(() => undefined)));
  return stats.every((each) => each?.isFile() === true);
}

async function writeLists(folder: string, { examples, signal }: SceneSetOptions): Promise<void> {
  for (const split of SPLITS) {
    const lines = Array.from({ length: examples[split] ?? 0 }, (_, number) => {
      const name = `scene_${String(number).padStart(6, "0")}.png`;
      return `${split}/${name} ${split}annot/${name}\n`;
    });
    if (lines.length === 0) continue;
    await writeFileAtomically(
      { path: join(folder, `${split}.txt`), kind: listFile, content: lines.join("") },
      { signal },
    );
  }
}
