/**
 * The eleven classes of CamVid, Brostow et al. 2008, as SegNet's release numbers them: networks have its ids for channels. Colours are those of
 * CamVid's own label images, where several of its 32 classes became one that of the name.
 */
import type { LabelColour, LabelSet } from "./labelSet.js";

const CLASSES: readonly (readonly [name: string, colour: LabelColour])[] = [
  ["sky", [128, 128, 128]],
  ["building", [128, 0, 0]],
  ["pole", [192, 192, 128]],
  ["road", [128, 64, 128]],
  ["pavement", [0, 0, 192]],
  ["tree", [128, 128, 0]],
  ["sign symbol", [192, 128, 128]],
  ["fence", [64, 64, 128]],
  ["car", [64, 0, 128]],
  ["pedestrian", [64, 64, 0]],
  ["bicyclist", [0, 128, 192]],
];

export const camvid: LabelSet = {
  name: "CamVid",
  labels: [
    ...CLASSES.map(([name, colour], id) => ({ name, id, colour })),
    { name: "unlabelled", id: CLASSES.length, colour: [0, 0, 0], isIgnored: true },
  ],
};
