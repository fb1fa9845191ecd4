/** What a folder of scenes says of itself: that they are drawn, and what with. */
import { join } from "node:path";
import { jsonDocument, readBytes, writeFileAtomically } from "@linknet-kit/base/files";
import type { Size } from "@linknet-kit/core";
import { SPLITS, type Split } from "./dataSet.js";

export const RECORD = "scenes.json";
const isRecord = (json: object): boolean => "sceneSetVersion" in json;
const kind = jsonDocument("record of street scenes", isRecord);
const MOST_BYTES = 2 ** 16;

/** As SegNet's release of CamVid: `train`, `trainannot`, `train.txt`; or as Cityscapes: `leftImg8bit` and `gtFine`, of a city called `scenes`. */
export const SCENE_LAYOUTS = ["camvid", "cityscapes"] as const;
export type SceneLayout = (typeof SCENE_LAYOUTS)[number];

/** What decides which scenes there are, and how each looks. */
export interface SceneDrawing {
  readonly size: Size;
  /** Degrees across, as `renderScene` takes them. */
  readonly fieldOfView?: number | undefined;
  readonly seed: number;
  /** How many of each split; more of one leave the others as they are. */
  readonly examples: Readonly<Partial<Record<Split, number>>>;
}

interface DrawnWith {
  readonly layout: SceneLayout;
  readonly size: Size;
  readonly fieldOfView?: number;
  readonly seed: number;
}

export interface SceneRecord {
  readonly examples: Readonly<Record<Split, number>>;
  /** What decides how each scene looks, by name. */
  readonly drawnWith: DrawnWith;
}

function documentOf(layout: SceneLayout, { size: { width, height }, fieldOfView, seed, examples }: SceneDrawing) {
  const view = { size: { width, height }, ...(fieldOfView !== undefined && { fieldOfView }) };
  const counts = Object.fromEntries(SPLITS.map((split) => [split, examples[split] ?? 0]));
  return { sceneSetVersion: 1, layout, ...view, seed, examples: counts as Record<Split, number> };
}

function recordIn({ examples, layout, size, fieldOfView, seed }: ReturnType<typeof documentOf>): SceneRecord {
  return { examples, drawnWith: { layout, size, ...(fieldOfView !== undefined && { fieldOfView }), seed } };
}

/** As it is read of the folder once these are written. */
export function recordOf(layout: SceneLayout, drawing: SceneDrawing): SceneRecord {
  return recordIn(documentOf(layout, drawing));
}

export async function writeRecord(folder: string, layout: SceneLayout, drawing: SceneDrawing): Promise<void> {
  const content = `${JSON.stringify(documentOf(layout, drawing), undefined, 2)}\n`;
  await writeFileAtomically({ path: join(folder, RECORD), kind, content }, { makeFolders: true });
}

/** Nothing where the folder has none, or one that cannot be read. */
export async function readRecord(folder: string): Promise<SceneRecord | undefined> {
  try {
    const bytes = await readBytes(join(folder, RECORD), { maximumBytes: MOST_BYTES });
    const json = JSON.parse(new TextDecoder().decode(bytes)) as ReturnType<typeof documentOf>;
    return isRecord(json) ? recordIn(json) : undefined;
  } catch {
    return undefined;
  }
}
