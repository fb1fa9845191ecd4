/** The table of networks: what users can name, and how each is built. */
import { type Graph, type Layer, type NameMap, buildGraph, findByName, float32 } from "@linknet-kit/core";
import { enet } from "./enet.js";
import { linknet } from "./linknet.js";
import { DEFAULT_OPTIONS, type NetworkOptions, checkOptions } from "./options.js";
import { segnet } from "./segnet.js";
import { resnet18Encoder } from "./torchvision.js";

export interface NetworkDefinition {
  /** What users type. */
  readonly name: string;
  /** As in the paper's tables. */
  readonly title: string;
  readonly paper: { readonly authors: string; readonly year: number; readonly url: string };
  /** Shortest side of an image, in pixels. */
  readonly minimumSide: number;
  /** Which image sizes it takes, in words. */
  readonly sizes: string;
  readonly layers: (options: NetworkOptions) => Layer;
  /** What its parameters are called where people train them. */
  readonly nameMaps?: readonly NameMap[];
}

const linknetPaper = { authors: "Chaurasia and Culurciello", year: 2017, url: "https://arxiv.org/abs/1707.03718" };

export const networks: readonly NetworkDefinition[] = [
  {
    name: "linknet",
    title: "LinkNet",
    paper: linknetPaper,
    minimumSide: 32,
    sizes: "any from 32x32 up",
    layers: linknet({ bypass: true }),
    nameMaps: [resnet18Encoder],
  },
  {
    name: "linknet-without-bypass",
    title: "LinkNet without bypass",
    paper: linknetPaper,
    minimumSide: 32,
    sizes: "any from 32x32 up",
    layers: linknet({ bypass: false }),
    nameMaps: [resnet18Encoder],
  },
  {
    name: "segnet",
    title: "SegNet",
    paper: { authors: "Badrinarayanan, Kendall and Cipolla", year: 2015, url: "https://arxiv.org/abs/1511.00561" },
    minimumSide: 32,
    sizes: "any from 32x32 up",
    layers: segnet,
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

/** The definition of that name; an `UnknownNameError` where there is none. */
export function findNetwork(name: string): NetworkDefinition {
  return findByName("network", name, networks);
}

/**
 * The network's graph: input `image` (N x 3 x H x W, float32), output `logits` (N x classes x H x W). Options that are not given
 * are `DEFAULT_OPTIONS`'; an `InvalidOptionError` where one is out of range.
 */
export function buildNetwork(name: string, given: Partial<NetworkOptions> = {}): Graph {
  const { layers, minimumSide } = findNetwork(name);
  const options = { ...DEFAULT_OPTIONS, ...given };
  checkOptions(name, minimumSide, options);
  const { size, batch } = options;
  const image = { name: "image", type: float32(batch, 3, size.height, size.width) };
  return buildGraph(name, image, layers(options), "logits");
}
