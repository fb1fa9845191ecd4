/** What labelling a picture is made of, for browsers too: nothing here touches files or runs a network. */
export { type LabelledClass, classesOf, numberedClasses } from "./classes/classes.js";
export { fitLabels } from "./classes/fitLabels.js";
export { type ClassShare, percent, sharesOf } from "./classes/shares.js";
export { NotLabelsError, NotOfPicturesError, UnfitLabelsError } from "./errors.js";
export { mixColours } from "./mixColours.js";
export { type ImageInput, feedPicture, imageInput } from "./network/imageInput.js";
export { labelOutput } from "./network/labelOutput.js";
export { labelPixels } from "./network/labelPixels.js";
export { USUAL_SIZE, networkSize } from "./network/networkSize.js";
export { type Colours, type PictureColours } from "./network/pictureTensor.js";
export { type ClassScores, scoresOf } from "./network/scoresOf.js";
