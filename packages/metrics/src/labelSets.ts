/** The label sets that are known here, by the names that commands and files have for them. */
import { camvid } from "./camvid.js";
import { cityscapes } from "./cityscapes.js";
import { channelCount, channelLabels } from "./labelSet.js";

export const LABEL_SETS = { camvid, cityscapes } as const;
export type LabelSetName = keyof typeof LABEL_SETS;

/** The names of so many channels: Cityscapes' for 20, CamVid's for 12, the unlabelled one included; `undefined` for any other number. */
export function classNames(channels: number): readonly string[] | undefined {
  const set = Object.values(LABEL_SETS).find((each) => channelCount(each) === channels);
  return set && channelLabels(set).map(({ name }) => name);
}
