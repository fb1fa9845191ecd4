/** A folder of its own for scenes, which is gone on with where it was stopped. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  NotAFolderError,
  jsonDocument,
  readBytes,
  readError,
  systemCode,
  writeFileAtomically,
} from "@linknet-kit/base/files";
import { SPLITS } from "../dataSet.js";
import { InvalidSceneError, SceneFolderError } from "../errors.js";
import { checkView } from "./renderScene.js";
import { type SceneLayout, type SceneSetOptions, writeScenes } from "./writeScenes.js";

/** What its scenes were drawn with. */
const RECORD = "scenes.json";
const record = jsonDocument("record of street scenes", (json) => "sceneSetVersion" in json);
const MOST_RECORD_BYTES = 2 ** 16;

/**
 * The scenes of these options in a folder that is new or empty, or the rest of them in one that was begun with the same options; a
 * `SceneFolderError` for any other. Answers how many were drawn.
 */
export async function writeSceneFolder(
  folder: string,
  layout: SceneLayout,
  { size, fieldOfView, seed, examples, ...options }: Omit<SceneSetOptions, "keepsWhatIsThere">,
): Promise<number> {
  checkView({ ...size, fieldOfView });
  const counts = SPLITS.map((split) => [split, examples[split] ?? 0] as const);
  if (counts.every(([, count]) => count === 0)) throw new InvalidSceneError({ problem: "there are no scenes to draw" });
  const { width, height } = size;
  const view = { size: { width, height }, ...(fieldOfView !== undefined && { fieldOfView }) };
  const drawnWith = { sceneSetVersion: 1, layout, ...view, seed, examples: Object.fromEntries(counts) };
  const text = `${JSON.stringify(drawnWith, undefined, 2)}\n`;
  await checkFolder(folder, text);
  const file = { path: join(folder, RECORD), kind: record, content: text };
  await writeFileAtomically(file, { makeFolders: true, signal: options.signal });
  return await writeScenes(folder, layout, { size, fieldOfView, seed, examples, ...options, keepsWhatIsThere: true });
}

async function checkFolder(folder: string, expected: string): Promise<void> {
  const names = await readdir(folder).catch((cause: unknown): string[] => {
    if (systemCode(cause) === "ENOENT") return [];
    throw systemCode(cause) === "ENOTDIR" ? new NotAFolderError({ path: folder, cause }) : readError(folder, cause);
  });
  if (names.length === 0) return;
  if (!names.includes(RECORD)) throw new SceneFolderError({ problem: `"${folder}" is not empty` });
  const path = join(folder, RECORD);
  const found = new TextDecoder().decode(await readBytes(path, { maximumBytes: MOST_RECORD_BYTES }));
  if (found !== expected)
    throw new SceneFolderError({ problem: `"${folder}" has scenes of other options: see ${path}` });
}
