/** Labelled images for segmentation networks: files to batches of tensors, and street scenes to files. */
export { type Batch, type BatchOptions, batchNames, readBatches } from "./reading/batches.js";
export { type FileCheckOptions, checkFiles } from "./checkFiles.js";
export { type DataSet, type ExampleFiles, SPLITS, type Split } from "./dataSet.js";
export {
  InvalidBatchesError,
  InvalidSceneError,
  NoImageLibraryError,
  SceneFolderError,
  StrangeColourError,
  StrangeLabelError,
  UnreadablePictureError,
  UnreadablePngError,
  UnusableFilesError,
  WrongLayoutError,
} from "./errors.js";
export { labelChannels } from "./labelChannels.js";
export { openCamvid } from "./layouts/camvid.js";
export { openCamvidRelease } from "./layouts/camvidRelease.js";
export { openCityscapes } from "./layouts/cityscapes.js";
export { openDataSet } from "./layouts/openDataSet.js";
export { type Picture, readPicture, readPictureSize } from "./pictures/readPicture.js";
export { encodePaletteMap } from "./png/encodePaletteMap.js";
export { encodeNumberMap, encodePicture } from "./png/encodePng.js";
export { type NumberMap, readNumberMap } from "./png/readPng.js";
export type { ReadingOptions } from "./reading/inOrder.js";
export { KeptExamples } from "./reading/keptExamples.js";
export { type Example, type ReadOptions, readExample } from "./reading/readExample.js";
export { readExamples } from "./reading/readExamples.js";
export { SCENE_CLASSES, type SceneClassName } from "./scenes/classes.js";
export { type Scene, type SceneView, renderScene } from "./scenes/renderScene.js";
export { camvidLabels, cityscapesInstances, cityscapesLabels } from "./scenes/sceneLabels.js";
export { writeSceneFolder } from "./scenes/sceneFolder.js";
export { type SceneSetOptions, writeCamvidScenes, writeCityscapesScenes } from "./scenes/writeScenes.js";
export { SCENE_LAYOUTS, type SceneLayout } from "./sceneRecord.js";
export { type DataSurvey, type SurveyOptions, surveyDataSet } from "./survey.js";
export { type Augmentation, type AugmentationSeed, augment } from "./transforms/augment.js";
export { type Labelled, crop, flip } from "./transforms/labelled.js";
export { resize, resizeColours, resizeNumbers } from "./transforms/resize.js";
