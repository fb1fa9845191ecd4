/** The network that a user names: the folder of a run, a file, or a network with weights; unless named the one that comes with this package. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
  const kind = kindOf(word);
  if (kind !== "onnx" && kind !== "tfjs") return await openWeights(word, choice);
  refuseWeights(`"${word}" is a file`, choice);
  return await openFile(word, size);
}

function refuseWeights(what: string, choice: WeightsChoice): void {
  const own = (["weights", "width"] as const).find((each) => choice[each] !== undefined);
  if (own === undefined) return;
  const hint = `leave --${own} out, or give the network by its name`;
  throw new SegmentChoiceError({ problem: `${what}, which has its own ${own}`, hint });
}
