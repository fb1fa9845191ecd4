/** The table of networks: what users can name, and how each is built. */
import { findByName } from "@linknet-kit/base";
import { type Graph, type Network, type NetworkOptions, buildNetworkGraph } from "@linknet-kit/core";
import { deepLabLargeFov, deepLabV2 } from "./deepLab.js";
import { dilation8, dilation10 } from "./dilation.js";
import { enet } from "./enet.js";
import { authorsLinknet, authorsLinknetBase } from "./linknetAuthors.js";
import { linknet } from "./linknet.js";
import { PAPER_URL } from "./published.js";
import { segnet } from "./segnet.js";
import { resnet18Encoder, vgg16Encoder } from "./torchvision.js";

/** A network that users type the name of. */
export interface NetworkDefinition extends Network {
  /** As in the paper's tables. */
  readonly title: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly url: string };
  readonly minimumSide: number;
  /** Which image sizes it takes, in words. */
  readonly sizes: string;
}

const linknetPaper = { authors: "Chaurasia and Culurciello", year: 2017, url: PAPER_URL };
/** Of both variants, whose parameters are the same. */
const linknetNames = [resnet18Encoder, authorsLinknet, authorsLinknetBase];

/** Those that the paper times: small enough for suites, and for a page in a browser. */
export const realTimeNetworks: readonly NetworkDefinition[] = [
  {
    name: "linknet",
    title: "LinkNet",
    paper: linknetPaper,
    minimumSide: 32,
    sizes: "any from 32x32 up",
    layers: linknet({ bypass: true }),
    nameMaps: linknetNames,
  },
  {
    name: "linknet-without-bypass",
    title: "LinkNet without bypass",
    paper: linknetPaper,
    minimumSide: 32,
    sizes: "any from 32x32 up",
    layers: linknet({ bypass: false }),
    nameMaps: linknetNames,
  },
  {
    name: "segnet",
    title: "SegNet",
    paper: { authors: "Badrinarayanan, Kendall and Cipolla", year: 2015, url: "https://arxiv.org/abs/1511.00561" },
    minimumSide: 32,
    sizes: "any from 32x32 up",
    layers: segnet,
    nameMaps: [vgg16Encoder],
  },
  {
    name: "enet",
    title: "ENet",
    paper: { authors: "Paszke, Chaurasia, Kim and Culurciello", year: 2016, url: "https://arxiv.org/abs/1606.02147" },
    minimumSide: 8,
    sizes: "any from 8x8 up; sides that are no multiple of 8 are extended with zeros and the output cropped",
    layers: enet,
  },
];

const dilationPaper = { authors: "Yu and Koltun", year: 2015, url: "https://arxiv.org/abs/1511.07122" };
const deepLabAuthors = "Chen, Papandreou, Kokkinos, Murphy and Yuille";
const ofDilation = {
  paper: dilationPaper,
  // From here on the mirror of the image has enough pixels for the margin and up to 7 more.
  minimumSide: 194,
  sizes: "any from 194x194 up; the image gets a margin of its mirror, so that 640x360 is computed as 1012x732",
};
const ofDeepLab = {
  minimumSide: 8,
  sizes: "any from 8x8 up; outputs stand 8 pixels apart and are interpolated between",
};

/** Those that the paper compares its accuracy with, of 20 to 134 million parameters. */
const comparedNetworks: readonly NetworkDefinition[] = [
  { name: "dilation8", title: "Dilation8", ...ofDilation, layers: dilation8, defaults: { classes: 11 } },
  { name: "dilation10", title: "Dilation10", ...ofDilation, layers: dilation10, defaults: { classes: 19 } },
  {
    name: "deeplab-largefov",
    title: "DeepLab-LargeFOV",
    ...ofDeepLab,
    paper: { authors: deepLabAuthors, year: 2014, url: "https://arxiv.org/abs/1412.7062" },
    layers: deepLabLargeFov,
    defaults: { classes: 19 },
  },
  {
    name: "deeplab-v2",
    title: "DeepLab v2",
    ...ofDeepLab,
    paper: { authors: deepLabAuthors, year: 2016, url: "https://arxiv.org/abs/1606.00915" },
    layers: deepLabV2,
    defaults: { classes: 19 },
  },
];

export const networks: readonly NetworkDefinition[] = [...realTimeNetworks, ...comparedNetworks];

/** The definition of that name; an `UnknownNameError` where there is none. */
export function findNetwork(name: string): NetworkDefinition {
  return findByName("network", name, networks);
}

/** The graph of a network by its name, see `buildNetworkGraph`; an `UnknownNameError` where there is none. */
export function buildNetwork(name: string, given: Partial<NetworkOptions> = {}): Graph {
  return buildNetworkGraph(findNetwork(name), given);
}
