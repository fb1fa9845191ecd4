/** The eleven classes of CamVid, Brostow et al. 2008, as SegNet's release numbers them: networks have its ids for channels. */
import type { LabelSet } from "./labelSet.js";

const CLASSES = [
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

export const camvid: LabelSet = {
  name: "CamVid",
  labels: [...CLASSES.map((name, id) => ({ name, id })), { name: "unlabelled", id: CLASSES.length, isIgnored: true }],
};
