/** A network by its name, or one of the user's own, with weights of a file. */
import { loadWeights, modelFormats } from "@linknet-kit/artifacts";
import { type NetworkOptions, type Size, imageSizeOf } from "@linknet-kit/core";
import { openNetwork } from "@linknet-kit/sources";
import { SegmentChoiceError } from "../errors.js";
import type { LabellingNetwork } from "./labellingNetwork.js";
import { networkSize } from "./networkSize.js";
import { placeModel } from "./placeModel.js";

export interface WeightsChoice extends Partial<Pick<NetworkOptions, "classes" | "width">> {
  readonly size?: Size | undefined;
  readonly weights?: string | undefined;
}

/** What either side of a picture has at least, for any network of the table. */
const LEAST = 32;

export async function openWeights(word: string, choice: WeightsChoice): Promise<LabellingNetwork> {
  const { weights: file, size } = choice;
  if (file === undefined) {
    throw new SegmentChoiceError({
      problem: `${word} has no weights, and labels nothing without`,
      hint: "give them with --weights FILE, or the folder of a run that linknet train wrote",
    });
  }
  const network = await openNetwork(word);
  const { classes, width } = choice;
  const options = { ...(classes !== undefined && { classes }), ...(width !== undefined && { width }) };
  const own = network.graph({ ...options, ...(size && { size }) });
  const { weights } = await loadWeights(file, own, { nameMaps: network.nameMaps });
  const like = imageSizeOf(own);
  return {
    name: network.label,
    formats: modelFormats,
    sizeFor: (picture) => size ?? network.size ?? networkSize(picture, { like, least: LEAST }),
    files: [file, word],
    place: async (wanted, format, folder) =>
      await placeModel({ graph: network.graph({ ...options, size: wanted }), weights }, format, folder),
  };
}
