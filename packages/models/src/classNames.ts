/** What the channels of the output stand for, in the data sets of the paper. */

/** The class of pixels that have no label or none of the classes. It is the last channel, which the authors' code counts as a class. */
const UNLABELLED = "unlabelled";

/** In the order of the data set's train ids: https://github.com/mcordts/cityscapesScripts */
const CITYSCAPES = [
  "road",
  "sidewalk",
  "building",
  "wall",
  "fence",
  "pole",
  "traffic light",
  "traffic sign",
  "vegetation",
  "terrain",
  "sky",
  "person",
  "rider",
  "car",
  "truck",
  "bus",
  "train",
  "motorcycle",
  "bicycle",
];

/** In the order of the eleven-class release that SegNet and LinkNet are measured on. */
const CAMVID = [
  "sky",
  "building",
  "pole",
  "road",
  "pavement",
  "tree",
  "sign symbol",
  "fence",
  "car",
  "pedestrian",
  "bicyclist",
];

/** The names of so many classes: Cityscapes' for 20, CamVid's for 12, the unlabelled one included; `undefined` for any other number. */
export function classNames(classes: number): readonly string[] | undefined {
  return [CITYSCAPES, CAMVID].map((names) => [...names, UNLABELLED]).find(({ length }) => length === classes);
}
