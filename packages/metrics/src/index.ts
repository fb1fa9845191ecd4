/** How well a network labels images: maps of labels in memory to scores. */
export { camvid } from "./camvid.js";
export { cityscapes, cityscapesChannels, cityscapesTrainIds } from "./cityscapes.js";
export type { Counts, InstanceCounts } from "./counts.js";
export { MapSizeError, UnknownLabelError, UnlikeCountsError } from "./errors.js";
export { Evaluation, type LabelledPair } from "./evaluation.js";
export type { LabelMap, PixelMap } from "./labelMap.js";
export {
  type LabelColour,
  type PixelLabel,
  type LabelSet,
  channelCount,
  channelLabels,
  countImages,
  describeImages,
  numberedLabels,
} from "./labelSet.js";
export { LABEL_SETS, type LabelSetName, classNames } from "./labelSets.js";
export type { Score, Scores } from "./scores.js";
