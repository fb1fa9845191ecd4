/**
 * The 32 classes of CamVid's own label images, and which of the eleven each became in SegNet (arXiv 1511.00561): by the table in
 * `camvidPixelLabelIDs` of MathWorks' example "Semantic Segmentation Using Deep Learning", which follows SegNet's training. Void is ignored.
 */
import { camvid } from "@linknet-kit/metrics";

const CLASSES: readonly (readonly [name: string, colour: number, merged: string])[] = [
  ["Animal", 0x408040, "pedestrian"],
  ["Archway", 0xc00080, "building"],
  ["Bicyclist", 0x0080c0, "bicyclist"],
  ["Bridge", 0x008040, "building"],
  ["Building", 0x800000, "building"],
  ["Car", 0x400080, "car"],
  ["CartLuggagePram", 0x4000c0, "pedestrian"],
  ["Child", 0xc08040, "pedestrian"],
  ["Column_Pole", 0xc0c080, "pole"],
  ["Fence", 0x404080, "fence"],
  ["LaneMkgsDriv", 0x8000c0, "road"],
  ["LaneMkgsNonDriv", 0xc00040, "road"],
  ["Misc_Text", 0x808040, "sign symbol"],
  ["MotorcycleScooter", 0xc000c0, "bicyclist"],
  ["OtherMoving", 0x804040, "car"],
  ["ParkingBlock", 0x40c080, "pavement"],
  ["Pedestrian", 0x404000, "pedestrian"],
  ["Road", 0x804080, "road"],
  ["RoadShoulder", 0x8080c0, "pavement"],
  ["Sidewalk", 0x0000c0, "pavement"],
  ["SignSymbol", 0xc08080, "sign symbol"],
  ["Sky", 0x808080, "sky"],
  ["SUVPickupTruck", 0x4080c0, "car"],
  ["TrafficCone", 0x000040, "pole"],
  ["TrafficLight", 0x004040, "sign symbol"],
  ["Train", 0xc04080, "car"],
  ["Tree", 0x808000, "tree"],
  ["Truck_Bus", 0xc080c0, "car"],
  ["Tunnel", 0x400040, "building"],
  ["VegetationMisc", 0xc0c000, "tree"],
  ["Void", 0x000000, "unlabelled"],
  ["Wall", 0x40c000, "building"],
];

const IDS = new Map(camvid.labels.map(({ name, id }) => [name, id]));

/** The id of a label for each colour, as 0xRRGGBB. */
export const CAMVID_COLOURS: ReadonlyMap<number, number> = new Map(
  CLASSES.map(([, colour, merged]) => [colour, IDS.get(merged)!]),
);
