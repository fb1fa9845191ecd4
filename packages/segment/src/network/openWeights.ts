/** A network by its name, or one of the user's own, with weights of a file. */
import { basename } from "node:path";
import { formatSize } from "@linknet-kit/base";
import { loadWeights, modelFormats } from "@linknet-kit/artifacts";
import { type Size, imageSizeOf } from "@linknet-kit/core";
import { openNetwork } from "@linknet-kit/sources";
import { SegmentChoiceError } from "../errors.js";
import type { LabellingNetwork } from "./labellingNetwork.js";
import { networkSize } from "./networkSize.js";
import { placeModel } from "./placeModel.js";

export interface WeightsChoice {
  readonly size?: Size | undefined;
  readonly classes?: number | undefined;
  readonly width?: number | undefined;
  readonly weights?: string | undefined;
}

/** What either side of a picture has at least, for any network of the table. */
const LEAST = 32;

export async function openWeights(word: string, choice: WeightsChoice): Promise<LabellingNetwork> {
  const { weights: file, size, classes, width } = choice;
  // What is no network at all is told first.
  const network = await openNetwork(word);
  if (file === undefined) {
    throw new SegmentChoiceError({
      problem: `"${word}" is a network without weights, which labels nothing`,
      hint: "give them with --weights FILE, or the folder of a run that linknet train wrote",
    });
  }
  const options = { ...(classes !== undefined && { classes }), ...(width !== undefined && { width }) };
  const own = network.graph({ ...options, ...(size && { size }) });
  const { weights } = await loadWeights(file, own, { nameMaps: network.nameMaps });
  const like = imageSizeOf(own);
  return {
    name: network.label,
    called: `${basename(word)} with ${basename(file)}`,
    formats: modelFormats,
    size: like,
    sizeFor: (picture) => size ?? network.size ?? networkSize(picture, { like, least: LEAST }),
    ...(width !== undefined && { width }),
    ...(size === undefined && network.size === undefined && { warning: unsaidSize(word, like) }),
    files: [file, word],
    read: async () => ({ network: network.label, graph: own }),
    place: async (wanted, target, folder) =>
      await placeModel({ graph: network.graph({ ...options, size: wanted }), weights }, target, folder),
  };
}

function unsaidSize(word: string, taken: Size): string {
  return `weights do not say at which size ${word} was trained, and ${formatSize(taken)} is taken: --size says it`;
}
