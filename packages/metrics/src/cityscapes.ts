/**
 * The labels of Cityscapes, Cordts et al. 2016 (arXiv 1604.01685), by the ids of its `labelIds` images:
 * https://github.com/mcordts/cityscapesScripts. License plates, of id -1, are in no image.
 */
import type { PixelLabel, LabelSet } from "./labelSet.js";

const ignored = (id: number, name: string, category: string): PixelLabel => ({ name, id, category, isIgnored: true });
const surface = (id: number, name: string, category: string): PixelLabel => ({ name, id, category });
const thing = (id: number, name: string, category: string, averageSize: number): PixelLabel => ({
  name,
  id,
  category,
  instances: { averageSize },
});

export const cityscapes: LabelSet = {
  name: "Cityscapes",
  labels: [
    ignored(0, "unlabelled", "void"),
    ignored(1, "ego vehicle", "void"),
    ignored(2, "rectification border", "void"),
    ignored(3, "out of roi", "void"),
    ignored(4, "static", "void"),
    ignored(5, "dynamic", "void"),
    ignored(6, "ground", "void"),
    surface(7, "road", "flat"),
    surface(8, "sidewalk", "flat"),
    ignored(9, "parking", "flat"),
    ignored(10, "rail track", "flat"),
    surface(11, "building", "construction"),
    surface(12, "wall", "construction"),
    surface(13, "fence", "construction"),
    ignored(14, "guard rail", "construction"),
    ignored(15, "bridge", "construction"),
    ignored(16, "tunnel", "construction"),
    surface(17, "pole", "object"),
    ignored(18, "pole group", "object"),
    surface(19, "traffic light", "object"),
    surface(20, "traffic sign", "object"),
    surface(21, "vegetation", "nature"),
    surface(22, "terrain", "nature"),
    surface(23, "sky", "sky"),
    thing(24, "person", "human", 3462.4756337644),
    thing(25, "rider", "human", 3930.4788056518),
    thing(26, "car", "vehicle", 12794.0202738185),
    thing(27, "truck", "vehicle", 27855.1264367816),
    thing(28, "bus", "vehicle", 35732.1511111111),
    { ...thing(29, "caravan", "vehicle", 36771.8241758242), isIgnored: true },
    { ...thing(30, "trailer", "vehicle", 16926.9763313609), isIgnored: true },
    thing(31, "train", "vehicle", 67583.7075812274),
    thing(32, "motorcycle", "vehicle", 6298.7200839748),
    thing(33, "bicycle", "vehicle", 4672.3249222261),
  ],
};

const UNLABELLED = 0;
const trained = cityscapes.labels.flatMap(({ isIgnored, id }) => (isIgnored === true ? [] : id));

/** The id of each value of `labelTrainIds` images, where 255 is all that is ignored. */
export const cityscapesTrainIds: Readonly<Record<number, number>> = {
  ...Object.fromEntries(trained.entries()),
  255: UNLABELLED,
};

/** The id of each channel of a network: the 19 classes in the order of their train ids, then the unlabelled one. */
export const cityscapesChannels: Readonly<Record<number, number>> = Object.fromEntries(
  [...trained, UNLABELLED].entries(),
);
