/** A folder of its own for scenes, which grows, and is gone on with where it was stopped. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { formatSize } from "@linknet-kit/base";
import { NotAFolderError, readError, systemCode } from "@linknet-kit/base/files";
import { SPLITS } from "../dataSet.js";
import { InvalidSceneError, SceneFolderError } from "../errors.js";
import { RECORD, type SceneLayout, type SceneRecord, readRecord, recordOf } from "../sceneRecord.js";
import { checkView } from "./renderScene.js";
import { type SceneSetOptions, writeScenes } from "./writeScenes.js";

/**
 * The scenes of these options in a folder that is new or empty, or those of them that are missing in one that was begun with the same options and no
 * more scenes; a `SceneFolderError` for any other. Answers how many were drawn.
 */
export async function writeSceneFolder(
  folder: string,
  layout: SceneLayout,
  options: Omit<SceneSetOptions, "keepsWhatIsThere">,
): Promise<number> {
  const { size, fieldOfView, examples } = options;
  checkView({ ...size, fieldOfView });
  if (SPLITS.every((split) => (examples[split] ?? 0) === 0))
    throw new InvalidSceneError({ problem: "there are no scenes to draw" });
  await checkFolder(folder, layout, options);
  return await writeScenes(folder, layout, { ...options, keepsWhatIsThere: true });
}

async function checkFolder(folder: string, layout: SceneLayout, options: SceneSetOptions): Promise<void> {
  const names = await readdir(folder).catch((cause: unknown): string[] => {
    if (systemCode(cause) === "ENOENT") return [];
    throw systemCode(cause) === "ENOTDIR" ? new NotAFolderError({ path: folder, cause }) : readError(folder, cause);
  });
  if (names.length === 0) return;
  if (!names.includes(RECORD)) throw new SceneFolderError({ problem: `"${folder}" is not empty` });
  const [there, wanted] = [await readRecord(folder), recordOf(layout, options)];
  if (there === undefined)
    throw new SceneFolderError({
      problem: `"${folder}" does not say what its scenes are: see ${join(folder, RECORD)}`,
    });
  const differences = differencesBetween(there.drawnWith, wanted.drawnWith);
  if (differences.length > 0)
    throw new SceneFolderError({ problem: `"${folder}" has scenes of other options: ${differences.join(", ")}` });
  const fewer = SPLITS.find((split) => wanted.examples[split] < there.examples[split]);
  if (fewer === undefined) return;
  throw new SceneFolderError({
    problem: `"${folder}" has ${there.examples[fewer]} scenes of ${fewer}, and not ${wanted.examples[fewer]}`,
    hint: `sets only grow: give --${fewer} ${there.examples[fewer]} or more, or a new folder`,
  });
}

type DrawnWith = SceneRecord["drawnWith"];

/** By option, in the words of the command line. */
const OPTIONS: ReadonlyMap<keyof DrawnWith, string> = new Map([
  ["layout", "--layout"],
  ["size", "--size"],
  ["fieldOfView", "--field-of-view"],
  ["seed", "--seed"],
]);

function differencesBetween(there: DrawnWith, wanted: DrawnWith): readonly string[] {
  const printed = (value: DrawnWith[keyof DrawnWith]): string =>
    typeof value === "object" ? formatSize(value) : String(value ?? "not given");
  return [...OPTIONS].flatMap(([name, option]) => {
    const [theirs, ours] = [printed(there[name]), printed(wanted[name])];
    return theirs === ours ? [] : [`${option} is ${theirs} there and ${ours} here`];
  });
}
