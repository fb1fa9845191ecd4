/** The network that a user names: the folder of a run, a file, or a network with weights; unless named the one that comes with this package. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { networks } from "@linknet-kit/models";
import { kindOf } from "@linknet-kit/sources";
import { SegmentChoiceError } from "../errors.js";
import { openFile } from "./openFile.js";
import { openRun } from "./openRun.js";
import { type WeightsChoice, openWeights } from "./openWeights.js";
import type { LabellingNetwork } from "./labellingNetwork.js";

/** LinkNet, trained on generated street scenes. */
const SCENES_LINKNET = fileURLToPath(new URL("../../dist/bundled/scenes-linknet", import.meta.url));

export async function openLabeller(word?: string, choice: WeightsChoice = {}): Promise<LabellingNetwork> {
  const { size } = choice;
  if (word === undefined) return await openRun(SCENES_LINKNET, size, "LinkNet of generated street scenes");
  if (existsSync(join(word, "recipe.json"))) {
    refuseWeights(`"${word}" is a run`, choice);
    return await openRun(word, size);
  }
  await refuseStranger(word);
  const kind = kindOf(word);
  if (kind !== "onnx" && kind !== "tfjs") return await openWeights(word, choice);
  refuseWeights(`"${word}" is a file`, choice);
  return await openFile(word, size);
}

/** A path of nothing, or a folder that is neither a run nor a tfjs model; the hint names the runs that it holds. */
async function refuseStranger(word: string): Promise<void> {
  if (kindOf(word) !== "name" || networks.some(({ name }) => name === word)) return;
  if (/[\\/]/.test(word) && !existsSync(word)) {
    const hint = "give the folder of a run, an .onnx file, a tfjs model.json, or a network's name with --weights";
    throw new SegmentChoiceError({ problem: `there is no "${word}"`, hint });
  }
  const entries = await readdir(word).catch(() => undefined);
  if (entries === undefined) return;
  const [run] = entries.toSorted().filter((name) => existsSync(join(word, name, "recipe.json")));
  throw new SegmentChoiceError({
    problem: `"${word}" is a folder without a recipe.json, and so no run`,
    hint:
      run === undefined
        ? "give the folder that linknet train wrote"
        : `it holds runs: give one, such as ${join(word, run)}`,
  });
}

function refuseWeights(what: string, choice: WeightsChoice): void {
  const own = (["weights", "width"] as const).find((each) => choice[each] !== undefined);
  if (own === undefined) return;
  const hint = `leave --${own} out, or give the network by its name`;
  throw new SegmentChoiceError({ problem: `${what}, which has its own ${own}`, hint });
}
