/**
 * The labels of Cityscapes, Cordts et al. 2016 (arXiv 1604.01685), by the ids of its `labelIds` images:
 * https://github.com/mcordts/cityscapesScripts. License plates, of id -1, are in no image.
 */
import type { LabelColour, LabelSet, PixelLabel } from "./labelSet.js";

type Basics = readonly [id: number, colour: LabelColour, name: string, category: string];

const surface = (...[id, colour, name, category]: Basics): PixelLabel => ({ name, id, colour, category });
const ignored = (...basics: Basics): PixelLabel => ({ ...surface(...basics), isIgnored: true });
const thing = (...[id, colour, name, category, averageSize]: [...Basics, averageSize: number]): PixelLabel => ({
  ...surface(id, colour, name, category),
  instances: { averageSize },
});

export const cityscapes: LabelSet = {
  name: "Cityscapes",
  labels: [
    ignored(0, [0, 0, 0], "unlabelled", "void"),
    ignored(1, [0, 0, 0], "ego vehicle", "void"),
    ignored(2, [0, 0, 0], "rectification border", "void"),
    ignored(3, [0, 0, 0], "out of roi", "void"),
    ignored(4, [0, 0, 0], "static", "void"),
    ignored(5, [111, 74, 0], "dynamic", "void"),
    ignored(6, [81, 0, 81], "ground", "void"),
    surface(7, [128, 64, 128], "road", "flat"),
    surface(8, [244, 35, 232], "sidewalk", "flat"),
    ignored(9, [250, 170, 160], "parking", "flat"),
    ignored(10, [230, 150, 140], "rail track", "flat"),
    surface(11, [70, 70, 70], "building", "construction"),
    surface(12, [102, 102, 156], "wall", "construction"),
    surface(13, [190, 153, 153], "fence", "construction"),
    ignored(14, [180, 165, 180], "guard rail", "construction"),
    ignored(15, [150, 100, 100], "bridge", "construction"),
    ignored(16, [150, 120, 90], "tunnel", "construction"),
    surface(17, [153, 153, 153], "pole", "object"),
    ignored(18, [153, 153, 153], "pole group", "object"),
    surface(19, [250, 170, 30], "traffic light", "object"),
    surface(20, [220, 220, 0], "traffic sign", "object"),
    surface(21, [107, 142, 35], "vegetation", "nature"),
    surface(22, [152, 251, 152], "terrain", "nature"),
    surface(23, [70, 130, 180], "sky", "sky"),
    thing(24, [220, 20, 60], "person", "human", 3462.4756337644),
    thing(25, [255, 0, 0], "rider", "human", 3930.4788056518),
    thing(26, [0, 0, 142], "car", "vehicle", 12794.0202738185),
    thing(27, [0, 0, 70], "truck", "vehicle", 27855.1264367816),
    thing(28, [0, 60, 100], "bus", "vehicle", 35732.1511111111),
    { ...thing(29, [0, 0, 90], "caravan", "vehicle", 36771.8241758242), isIgnored: true },
    { ...thing(30, [0, 0, 110], "trailer", "vehicle", 16926.9763313609), isIgnored: true },
    thing(31, [0, 80, 100], "train", "vehicle", 67583.7075812274),
    thing(32, [0, 0, 230], "motorcycle", "vehicle", 6298.7200839748),
    thing(33, [119, 11, 32], "bicycle", "vehicle", 4672.3249222261),
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
