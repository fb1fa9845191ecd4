/** Sharpens what a network predicts along the edges of the image. */
export { type CrfOptions, type LabelledImage, deepLabV2Crf, denseCrf, largeFovCrf } from "./denseCrf.js";
export { InvalidCrfError } from "./errors.js";
