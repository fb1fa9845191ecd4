/**
 * Figures as printed in the LinkNet paper (Chaurasia and Culurciello 2017), Tables IV and V, in percent: https://arxiv.org/abs/1707.03718.
 * Nothing here was measured or computed by this project, and what the columns mean is doubtful: `publishedDoubts` says why.
 */

/** A row of a table; the network has the name that this project gives it. */
interface PublishedRow {
  readonly network: string;
  readonly title: string;
  /** As the column is headed, whatever is in it. */
  readonly iou: number;
  /** Absent where the table prints none. */
  readonly iiou?: number;
}

/** Table IV, of Cityscapes. */
export interface PublishedCityscapes extends PublishedRow {
  /** The table marks those of the test set with a star; the others are of the validation set. */
  readonly split: "val" | "test";
}

/** Table V, of CamVid's test set. */
export interface PublishedCamvid extends PublishedRow {
  /** In the order of `publishedCamvidClasses`. */
  readonly classes: readonly number[];
}

/** Number of images that the tables are of. */
export const publishedImages = { cityscapes: { val: 500, test: 1525 }, camvid: { val: 101, test: 233 } } as const;

interface Images {
  readonly labels: keyof typeof publishedImages;
  readonly split: string;
  readonly images: number;
  readonly isGenerated?: boolean | undefined;
}

/** How many images the paper's table is of; `undefined` where it has no such split. */
export function publishedImagesOf({ labels, split }: Pick<Images, "labels" | "split">): number | undefined {
  return (publishedImages[labels] as Readonly<Record<string, number>>)[split];
}

/** Whether there are as many photographs as the paper's table is of. */
export function areOfPaper({ isGenerated = false, ...given }: Images): boolean {
  return !isGenerated && publishedImagesOf(given) === given.images;
}

export const publishedCityscapes: readonly PublishedCityscapes[] = [
  { network: "segnet", title: "SegNet", split: "test", iou: 56.1, iiou: 34.2 },
  { network: "enet", title: "ENet", split: "test", iou: 58.3, iiou: 34.4 },
  { network: "dilation10", title: "Dilation10", split: "val", iou: 68.7 },
  { network: "deeplab-largefov", title: "DeepLab CRF (VGG16)", split: "val", iou: 65.9 },
  { network: "deeplab-v2", title: "DeepLab CRF (ResNet101)", split: "val", iou: 71.4, iiou: 42.6 },
  { network: "linknet-without-bypass", title: "LinkNet without bypass", split: "val", iou: 72.6, iiou: 51.4 },
  { network: "linknet", title: "LinkNet", split: "val", iou: 76.4, iiou: 58.6 },
];

/** The columns of Table V, as it heads them and as CamVid's label set calls them. */
export const publishedCamvidClasses = [
  { title: "Building", label: "building" },
  { title: "Tree", label: "tree" },
  { title: "Sky", label: "sky" },
  { title: "Car", label: "car" },
  { title: "Sign", label: "sign symbol" },
  { title: "Road", label: "road" },
  { title: "Pedestrian", label: "pedestrian" },
  { title: "Fence", label: "fence" },
  { title: "Pole", label: "pole" },
  { title: "Sidewalk", label: "pavement" },
  { title: "Bicyclist", label: "bicyclist" },
] as const;

export const publishedCamvid: readonly PublishedCamvid[] = [
  {
    network: "segnet",
    title: "SegNet",
    classes: [88.8, 87.3, 92.4, 82.1, 20.5, 97.2, 57.1, 49.3, 27.5, 84.4, 30.7],
    iou: 65.2,
    iiou: 55.6,
  },
  {
    network: "enet",
    title: "ENet",
    classes: [74.7, 77.8, 95.1, 82.4, 51.0, 95.1, 67.2, 51.7, 35.4, 86.7, 34.1],
    iou: 68.3,
    iiou: 51.3,
  },
  {
    network: "dilation8",
    title: "Dilation8",
    classes: [82.6, 76.2, 89.9, 84.0, 46.9, 92.2, 56.3, 35.8, 23.4, 75.3, 55.5],
    iou: 65.3,
  },
  {
    network: "linknet-without-bypass",
    title: "LinkNet without bypass",
    classes: [84.6, 87.4, 88.8, 72.6, 37.1, 95.3, 61.2, 56.0, 33.1, 88.3, 24.4],
    iou: 66.3,
    iiou: 52.7,
  },
  {
    network: "linknet",
    title: "LinkNet",
    classes: [88.8, 85.3, 92.8, 77.6, 41.7, 96.8, 57.0, 57.8, 37.8, 88.4, 27.2],
    iou: 68.3,
    iiou: 55.8,
  },
];

const CODE =
  'The authors\' published code prints the mean class accuracy under "IoU" and the mean IoU under "iIoU", so a published IoU may be ' +
  "an accuracy, and a published iIoU an IoU.";

/** Why the columns of each table may not be what their headings say. */
export const publishedDoubts = {
  cityscapes: [
    CODE,
    "Networks trained anew by others reach 53 to 60 % mean IoU on Cityscapes with LinkNet, which is near its published iIoU of 58.6 and far " +
      "from its published IoU of 76.4.",
    "SegNet and ENet are of the test set (*), the others of the validation set: they were not scored on the same images.",
  ],
  camvid: [
    CODE,
    'In every row of Table V "IoU" is the mean of the columns of classes, so these are whatever "IoU" is.',
    'CamVid\'s labels tell no things apart, so no iIoU of it can be computed: the column "iIoU" is something else.',
  ],
} as const;
