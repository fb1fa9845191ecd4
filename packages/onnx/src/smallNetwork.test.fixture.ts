/** A network of every op, small enough for the reference: what the three networks do, in a few channels. */
import {
  type Graph,
  GraphBuilder,
  type Model,
  type SymbolicTensor,
  type FloatTensor,
  add,
  batchNorm,
  concat,
  conv2d,
  convTranspose2d,
  dropout2d,
  float32,
  floatTensor,
  maxPool2dWithIndices,
  maxUnpool2d,
  prelu,
  relu,
  scrambledWeights,
  sequence,
  sizeOf,
} from "@linknet-kit/core";

export interface SmallNetworkOptions {
  readonly batch?: number;
  /** At least 4. */
  readonly height: number;
  readonly width: number;
}

/** Input `image` (N x 3 x H x W), outputs `logits` (N x 2 x H x W) and `pooled`. */
export function smallNetwork({ batch = 1, height, width }: SmallNetworkOptions): Graph {
  const builder = new GraphBuilder("small");
  const image = builder.input("image", float32(batch, 3, height, width));
  const within = (name: string, build: () => SymbolicTensor): SymbolicTensor => builder.scope(name, build);

  const stem = within("stem", () =>
    sequence(conv2d({ filters: 12, kernel: 3, padding: 1, bias: false }), batchNorm())(image),
  );
  const pooled = builder.scope("down", () => maxPool2dWithIndices({ kernel: 2, stride: 2 })(prelu()(stem)));
  const middle = within("middle", () => {
    const dilated = sequence(conv2d({ filters: 12, kernel: [3, 1], padding: [2, 0], dilation: [2, 1] }), relu());
    return sequence(dropout2d({ rate: 0.1 }), dilated)(pooled.y);
  });
  const unpooled = within("up", () =>
    maxUnpool2d({ kernel: 2, stride: 2, size: sizeOf(image) })(add()(middle, pooled.y), pooled.indices),
  );
  const widened = within("widen", () => {
    const [rows, columns] = [height % 2, width % 2];
    const halved = conv2d({ filters: 2, kernel: 3, stride: 2, padding: 1 })(unpooled);
    const upsampling = {
      filters: 3,
      kernel: 3,
      stride: 2,
      padding: 1,
      outputPadding: [1 - rows, 1 - columns],
    } as const;
    return convTranspose2d(upsampling)(halved);
  });
  const logits = within("head", () => conv2d({ filters: 2, kernel: 1 })(concat()(unpooled, widened)));
  return builder.build({ logits, pooled: pooled.y });
}

/** The network with weights that leave nothing neutral. */
export function smallModel(options: SmallNetworkOptions): Model {
  const graph = smallNetwork(options);
  return { graph, weights: scrambledWeights(graph, 1) };
}

/** Small whole numbers, so that many windows hold equals. */
export function tiedImage({ batch = 1, height, width }: SmallNetworkOptions): FloatTensor {
  const length = batch * 3 * height * width;
  return floatTensor(
    [batch, 3, height, width],
    Array.from({ length }, (_, index) => ((index * 7919) % 11) % 4),
  );
}
