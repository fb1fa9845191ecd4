/** Pictures to labels: any network that labels pixels, on any runtime, with overlays that people read and maps that programs read. */
export { chooseRuntime } from "./chooseRuntime.js";
export { guessLabels } from "./classes/fitLabels.js";
export { readLabels } from "./classes/readLabels.js";
export { InvalidLabelsError, SegmentChoiceError } from "./errors.js";
export type { LabellingNetwork } from "./network/labellingNetwork.js";
export { openLabeller } from "./network/openLabeller.js";
export { type Overlay, overlayOf } from "./overlay.js";
export * from "./picture.js";
export { type PictureOutcome, type SegmentOptions, segmentPictures } from "./segmentPictures.js";
export type { Segmentation } from "./segmentation.js";
export {
  type WriteSegmentationOptions,
  type WrittenSegmentation,
  segmentationNames,
  segmentationOutputs,
  writeSegmentation,
} from "./writeSegmentation.js";
