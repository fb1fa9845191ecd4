/** What a network is: a name, the layers that its options make, and the graph that they become for an image. */
import { UsageError } from "@linknet-kit/base";
import { type Layer, buildGraph } from "./builder.js";
import { requireLayer } from "./callErrors.js";
import type { Graph } from "./graph.js";
import { float32 } from "./tensor.js";

/** What others call the parameters of a network. */
export interface NameMap {
  /** Whose names they are: `torchvision's ResNet-18`. */
  readonly source: string;
  /** This project's name of a parameter by the name it has there. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Whether what has this name there belongs to no parameter here and may be left out. */
  readonly isIgnored: (name: string) => boolean;
  /** Whether the parameter of this name here is 0 where it is not there: the bias of a convolution that has none. */
  readonly isZero?: ((parameter: string) => boolean) | undefined;
  /** What is added to all values of a parameter, by its name here: variances, where batch norms there add another epsilon to them. */
  readonly added?: ReadonlyMap<string, number> | undefined;
}

/** Width and height of an image in pixels, in the paper's order. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface NetworkOptions {
  readonly size: Size;
  /** Channels of the output; the unlabelled class counts, as in the authors' code. */
  readonly classes: number;
  /** Images at once. */
  readonly batch: number;
  /** Multiplies the channels of every inner layer; 1 is the network as it was designed. */
  readonly width: number;
}

/** The paper's image size in Table III, Cityscapes' 19 classes and the unlabelled one. */
export const DEFAULT_OPTIONS: NetworkOptions = { size: { width: 640, height: 360 }, classes: 20, batch: 1, width: 1 };

export interface Network {
  /** What reports and files call it. */
  readonly name: string;
  /** From the image (N x channels x H x W) to the logits. */
  readonly layers: (options: NetworkOptions) => Layer;
  /** Values of options that are not given, where they differ from `DEFAULT_OPTIONS`. */
  readonly defaults?: Partial<NetworkOptions>;
  /** Shortest side of an image, in pixels; 1 unless given. */
  readonly minimumSide?: number;
  /** Channels of the image; 3 unless given. */
  readonly imageChannels?: number;
  /** What its parameters are called where people train them. */
  readonly nameMaps?: readonly NameMap[];
}

/** A network of one's own, its types checked where it is written; the default export of a file that the commands take. */
export function defineNetwork<const N extends Network>(network: N): N {
  return network;
}

/**
 * The graph of a network: input `image` (N x channels x H x W, float32), output `logits`. An `InvalidOptionError` where an option is
 * out of range, an `InvalidNodeError` where its layers do not fit each other or the image, an
 * `InvalidCallError` where they are no layers.
 */
export function buildNetworkGraph(network: Network, given: Partial<NetworkOptions> = {}): Graph {
  const { name, layers, minimumSide = 1, imageChannels = 3 } = network;
  const options = { ...DEFAULT_OPTIONS, ...network.defaults, ...withoutUndefined(given) };
  checkOptions(name, minimumSide, options);
  const { size, batch } = options;
  const image = { name: "image", type: float32(batch, imageChannels, size.height, size.width) };
  const layer: unknown = layers(options);
  requireLayer(`what the layers of "${name}" gave`, layer);
  return buildGraph(name, image, layer, "logits");
}

/** The most that options may be; the longest side is that of twice an 8K frame. */
export const LARGEST_OPTIONS = { side: 16384, classes: 65536, batch: 4096, width: 16 } as const;

/** An option of a network that is out of its range. */
export class InvalidOptionError extends UsageError {
  readonly code = "INVALID_OPTION";

  constructor(data: { network: string; option: string; given: unknown; expected: string }) {
    super(`the ${data.option} of ${data.network} is ${String(data.given)}, expected ${data.expected}`);
  }
}

/** Refuses what no network of the given smallest side can be built for. */
function checkOptions(network: string, minimumSide: number, { size, classes, batch, width }: NetworkOptions): void {
  const whole = (option: string, given: number, least: number, most: number): void => {
    if (Number.isSafeInteger(given) && given >= least && given <= most) return;
    throw new InvalidOptionError({ network, option, given, expected: `a whole number from ${least} to ${most}` });
  };
  whole("image width", size.width, minimumSide, LARGEST_OPTIONS.side);
  whole("image height", size.height, minimumSide, LARGEST_OPTIONS.side);
  whole("classes", classes, 1, LARGEST_OPTIONS.classes);
  whole("batch", batch, 1, LARGEST_OPTIONS.batch);
  if (!(width > 0 && width <= LARGEST_OPTIONS.width)) {
    throw new InvalidOptionError({
      network,
      option: "width multiplier",
      given: width,
      expected: `more than 0, at most ${LARGEST_OPTIONS.width}`,
    });
  }
}

/** An option that is there and `undefined` is not given. */
function withoutUndefined<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
